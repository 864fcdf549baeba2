package post;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.OnSchedule;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Value;

/** Counts how often the calendar ran it, at every full minute. */
@Service("clockwork")
public record Clockwork(@Query int ticks) implements Value<Clockwork> {
  public Clockwork() {
    this(0);
  }

  @OnSchedule(value = "* * * * *", id = "once")
  Effect<Void> once() {
    return save(new Clockwork(ticks + 1));
  }

  @OnSchedule(value = "* * * * *", id = "skip", missed = "skip")
  Effect<Void> skip() {
    return save(new Clockwork(ticks + 1));
  }

  @OnSchedule(value = "* * * * *", id = "all", missed = "all")
  Effect<Void> all() {
    return save(new Clockwork(ticks + 1));
  }
}
