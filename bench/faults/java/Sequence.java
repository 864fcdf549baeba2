import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.util.ArrayList;
import java.util.List;

/** A list that only grows: a read tells every append before it, and their order. */
@Service("fault-list")
@Allow("anyone")
public record Sequence(@Query List<Long> read) implements Entity<Sequence, Sequence.Event> {
  public sealed interface Event {}

  public record Appended(long value) implements Event {}

  public Sequence() {
    this(List.of());
  }

  /** Answers with the place of the value, counted from 1. */
  Effect<Integer> append(long value) {
    return persist(new Appended(value)).reply(next -> next.read().size());
  }

  @Override
  public Sequence apply(Event event) {
    return switch (event) {
      case Appended(long value) -> {
        var next = new ArrayList<>(read);
        next.add(value);
        yield new Sequence(List.copyOf(next));
      }
    };
  }
}
