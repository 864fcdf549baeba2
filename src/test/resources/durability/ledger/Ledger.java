import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in the order they arrived. Every number is sent once, so the list shows what was lost,
 * what was doubled and what changed places.
 */
@Service("ledger")
@Allow("anyone")
public record Ledger(@Query List<Long> numbers) implements Entity<Ledger, Ledger.Event> {
  public sealed interface Event {}

  public record Appended(long number) implements Event {}

  public Ledger() {
    this(List.of());
  }

  /** Answers with the place of the number, counted from 1. */
  Effect<Integer> append(long number) {
    return persist(new Appended(number)).reply(next -> next.numbers().size());
  }

  @Override
  public Ledger apply(Event event) {
    return switch (event) {
      case Appended(long number) -> {
        var next = new ArrayList<>(numbers);
        next.add(number);
        yield new Ledger(List.copyOf(next));
      }
    };
  }
}
