package dev.holdfast.deployments;

import com.typesafe.config.Config;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * How versions come to run; every key is explained in {@code settings/rollout.conf}.
 *
 * @param refresh between two looks of a node at the registry
 * @param load how long nodes may take to load a version before it runs nowhere
 * @param sample instances of each service that the replay gate folds
 * @param replay how long a replay may take
 */
public record RolloutSettings(Duration refresh, Duration load, int sample, Duration replay) {
  public static RolloutSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.deployments.rollout");
    return new RolloutSettings(
        at.time("refresh"), at.time("load"), at.count("sample", 1, 100_000_000), at.time("replay"));
  }
}
