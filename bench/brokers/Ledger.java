import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;

/** Enters what a source brings from the broker, and counts what should not come. */
@Service("ledger")
@Allow("anyone")
public record Ledger(@Query long next, @Query long again, @Query long tooEarly)
    implements Entity<Ledger, Ledger.Event> {
  public sealed interface Event {}

  public record Entered(long number) implements Event {}

  public Ledger() {
    this(0, 0, 0);
  }

  @OnTopic(value = "brought", id = "{till}", start = "beginning")
  Effect<Void> enter(Till.Sale sale) {
    return persist(new Entered(sale.number()));
  }

  @Override
  public Ledger apply(Event event) {
    return switch (event) {
      case Entered(long number) when number == next -> new Ledger(next + 1, again, tooEarly);
      case Entered(long number) when number < next -> new Ledger(next, again + 1, tooEarly);
      case Entered(long _) -> new Ledger(next, again, tooEarly + 1);
    };
  }
}
