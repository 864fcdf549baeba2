package dev.holdfast.deployments;

import com.typesafe.config.Config;
import dev.holdfast.deployments.rollout.Judge;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/**
 * How versions come to run; every key is explained in {@code settings/rollout.conf}.
 *
 * @param refresh between two looks of a node at the registry
 * @param load how long nodes may take to load a version before it runs nowhere
 * @param sample instances of each service that the replay gate folds
 * @param replay how long a replay may take
 * @param watch between two looks at how new versions fare
 * @param isNew how long a version is new
 * @param judge what is too bad
 */
public record RolloutSettings(
    Duration refresh,
    Duration load,
    int sample,
    Duration replay,
    Duration watch,
    Duration isNew,
    Judge.Limits judge) {
  public static RolloutSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.deployments.rollout");
    return new RolloutSettings(
        at.time("refresh"),
        at.time("load"),
        at.count("sample", 1, 100_000_000),
        at.time("replay"),
        at.time("watch"),
        at.time("is-new"),
        new Judge.Limits(
            at.count("judge-calls", 1, 1_000_000_000),
            at.count("judge-failures", 1, 100) / 100.0,
            at.count("judge-slower", 1, 1_000_000),
            at.time("judge-noticeable")));
  }
}
