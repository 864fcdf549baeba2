import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;

@Service("counter")
public record Counter(@Query int value) implements Entity<Counter, Counter.Event> {
  public sealed interface Event {}

  public record Added(int amount) implements Event {}

  public Counter() {
    this(0);
  }

  Effect<Integer> add(int amount) {
    return persist(new Added(amount)).reply(Counter::value);
  }

  @Override
  public Counter apply(Event event) {
    return switch (event) {
      case Added(int amount) -> new Counter(value + amount);
    };
  }
}
