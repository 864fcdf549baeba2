package post;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;

/** Counts how often the calendar ran it, every ten minutes; nobody else may. */
@Service("clockwork")
@Allow("service:nobody")
public record Clockwork(@Query @Allow("anyone") int ticks) implements Value<Clockwork> {
  private static final String EVERY_TEN_MINUTES = "*/10 * * * *";

  public Clockwork() {
    this(0);
  }

  @OnSchedule(value = EVERY_TEN_MINUTES, id = "once")
  Effect<Void> once() {
    return save(new Clockwork(ticks + 1));
  }

  @OnSchedule(value = EVERY_TEN_MINUTES, id = "skip", missed = "skip")
  Effect<Void> skip() {
    return save(new Clockwork(ticks + 1));
  }

  @OnSchedule(value = EVERY_TEN_MINUTES, id = "all", missed = "all")
  Effect<Void> all() {
    return save(new Clockwork(ticks + 1));
  }
}
