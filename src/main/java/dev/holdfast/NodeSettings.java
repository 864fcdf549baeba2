package dev.holdfast;

import com.typesafe.config.Config;
import dev.holdfast.cluster.ClusterSettings;
import dev.holdfast.deployments.DeploymentSettings;
import dev.holdfast.deployments.RolloutSettings;
import dev.holdfast.edge.EdgeSettings;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.messaging.MessagingSettings;
import dev.holdfast.runtimes.http.HttpSettings;
import dev.holdfast.runtimes.jvm.JvmSettings;
import dev.holdfast.runtimes.lambda.LambdaSettings;
import dev.holdfast.runtimes.process.ProcessSettings;
import dev.holdfast.services.ServicesSettings;
import dev.holdfast.services.handlers.HandlerSettings;
import dev.holdfast.services.history.HistorySettings;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;

/** The settings of every part of a node, read and checked before anything starts. */
record NodeSettings(
    Config config,
    JournalSettings journal,
    ClusterSettings cluster,
    ServicesSettings services,
    MessagingSettings messaging,
    HandlerSettings handlers,
    HistorySettings history,
    JvmSettings jvm,
    ProcessSettings processes,
    HttpSettings http,
    LambdaSettings lambda,
    DeploymentSettings deployments,
    RolloutSettings rollout,
    EdgeSettings edge,
    Duration drain) {

  /** A node ends 25 s after it was told to, and has its slices to hand over in the rest. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(12);

  NodeSettings {
    if (drain.compareTo(LONGEST_DRAIN) > 0) {
      throw new InvalidSetting(
          "holdfast.node.drain",
          "at most %d s, because a node ends 25 s after it was told to, and hands its slices over"
              .formatted(LONGEST_DRAIN.toSeconds()));
    }
  }

  static NodeSettings of(Config config) {
    return new NodeSettings(
        config,
        JournalSettings.read(config),
        ClusterSettings.of(config),
        ServicesSettings.of(config),
        MessagingSettings.from(config),
        HandlerSettings.from(config),
        HistorySettings.from(config),
        JvmSettings.from(config),
        ProcessSettings.from(config),
        HttpSettings.from(config),
        LambdaSettings.from(config),
        DeploymentSettings.from(config),
        RolloutSettings.from(config),
        EdgeSettings.from(config),
        Settings.at(config, "holdfast.node").time("drain"));
  }
}
