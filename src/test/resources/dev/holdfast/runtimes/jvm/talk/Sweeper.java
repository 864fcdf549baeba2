package talk;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;

/** Hides in other code that it publishes. */
@Service("sweeper")
public record Sweeper() implements Stateless {
  private static final class Broom {
    static <R> Effect<R> told(Effect<R> effect) {
      return effect.publish("sweeps", 1);
    }
  }

  @OnSchedule("0 * * * *")
  Effect<Void> sweep() {
    return Broom.told(reply());
  }
}
