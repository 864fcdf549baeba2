package dev.holdfast.services.history;

import com.typesafe.config.Config;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * How the past is read; the keys are explained in {@code settings/history.conf}.
 *
 * @param page commits read from the journal at once
 * @param poll how often a follower looks without a nudge
 */
public record HistorySettings(int page, Duration poll) {
  /** Reads {@code holdfast.history}. */
  public static HistorySettings from(Config root) {
    Settings history = Settings.at(root, "holdfast.history");
    return new HistorySettings(history.count("page", 1, 10_000), history.time("poll"));
  }
}
