package dev.holdfast.services.handlers;

import com.typesafe.config.Config;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * How long user code may hold a thread, and how many threads it may hold; each key is explained in
 * {@code settings/handlers.conf}.
 */
public record HandlerSettings(
    Duration tick,
    Duration fast,
    int promoteAfter,
    int promoteAgainAfter,
    int slowPenalty,
    Duration slowInline,
    Duration stuckAfter,
    Duration interruptGrace,
    int mostBusyPerService,
    int mostRunawaysPerService,
    int mostRunaways,
    int mostSpareThreads,
    int mostIsolated) {
  private static final String PATH = "holdfast.services.handlers";

  public HandlerSettings {
    if (tick.compareTo(Duration.ofMillis(1)) < 0) {
      throw new InvalidSetting(PATH + ".tick", "must be at least 1 ms");
    }
    if (slowInline.compareTo(fast) < 0) {
      throw new InvalidSetting(PATH + ".slow-inline", "must not be shorter than fast");
    }
    if (stuckAfter.compareTo(slowInline) < 0) {
      throw new InvalidSetting(PATH + ".stuck-after", "must not be shorter than slow-inline");
    }
    if (mostRunaways < mostRunawaysPerService) {
      throw new InvalidSetting(
          PATH + ".most-runaways", "must not be below most-runaways-per-service");
    }
  }

  public static HandlerSettings from(Config root) {
    var settings = Settings.at(root, PATH);
    return new HandlerSettings(
        settings.time("tick"),
        settings.time("fast"),
        settings.count("promote-after", 1, 1_000_000),
        settings.count("promote-again-after", 1, 1_000_000),
        settings.count("slow-penalty", 1, 1_000_000),
        settings.time("slow-inline"),
        settings.time("stuck-after"),
        settings.time("interrupt-grace"),
        settings.count("most-busy-per-service", 1, 1_000),
        settings.count("most-runaways-per-service", 1, 1_000),
        settings.count("most-runaways", 1, 1_000),
        settings.count("most-spare-threads", 0, 200),
        settings.count("most-isolated", 1, 1_000_000));
  }

  /** How many ticks of the watch a duration takes, rounded up. */
  int ticks(Duration duration) {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(duration.toNanos(), tick.toNanos())));
  }
}
