package shop;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;

@Service("tally")
public record Tally(@Query int count) implements Value<Tally> {
  public Tally() {
    this(0);
  }

  Effect<Integer> next() {
    return save(new Tally(count + 1)).reply(Tally::count);
  }

  Effect<Void> reset() {
    return clear();
  }
}
