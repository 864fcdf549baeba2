import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Service;

/** One number that is replaced, blindly or only if it is what the caller expects. */
@Service("fault-register")
@Allow("anyone")
public record Register(@Query long read) implements Entity<Register, Register.Event> {
  public sealed interface Event {}

  public record Written(long value) implements Event {}

  public record Swap(long expected, long value) {}

  public enum Problem implements Rejection {
    MISMATCH
  }

  public Register() {
    this(0);
  }

  Effect<Void> write(long value) {
    return persist(new Written(value));
  }

  /** A mismatch tells what is there, so it proves as much as a read. */
  Effect<Void> cas(Swap swap) {
    return swap.expected() == read
        ? persist(new Written(swap.value()))
        : reject(Problem.MISMATCH, "The value is " + read);
  }

  @Override
  public Register apply(Event event) {
    return switch (event) {
      case Written(long value) -> new Register(value);
    };
  }
}
