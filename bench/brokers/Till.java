import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;

/** Publishes what is sold, numbered from 0, for a sink to carry to a broker. */
@Service("till")
@Allow("anyone")
public record Till(@Query long sold) implements Entity<Till, Till.Event> {
  public sealed interface Event {}

  public record Sold(int count) implements Event {}

  public record Sale(String till, long number) {}

  public Till() {
    this(0);
  }

  Effect<Void> sell(int count, Context context) {
    Effect<Void> effect = persist(new Sold(count));
    for (int i = 0; i < count; i++) {
      effect = effect.publish("sold", new Sale(context.id(), sold + i));
    }
    return effect;
  }

  @Override
  public Till apply(Event event) {
    return switch (event) {
      case Sold(int count) -> new Till(sold + count);
    };
  }
}
