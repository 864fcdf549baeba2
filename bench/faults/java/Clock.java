import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;

/** Counts seconds: one run for each, however late. */
@Service("bank-clock")
@Allow("anyone")
public record Clock(@Query long read) implements Entity<Clock, Clock.Event> {
  public sealed interface Event {}

  public record Ticked() implements Event {}

  public Clock() {
    this(0);
  }

  @OnSchedule(value = "* * * * * *", id = "clock", missed = "all")
  Effect<Void> tick() {
    return persist(new Ticked());
  }

  @Override
  public Clock apply(Event event) {
    return switch (event) {
      case Ticked _ -> new Clock(read + 1);
    };
  }
}
