package dev.holdfast;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.holdfast.cli.NodeOptions;
import dev.holdfast.settings.InvalidSetting;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of one node from all their places: the command line, then system properties, then
 * the user's file, then how Pekko is set up, then everybody's defaults.
 */
final class NodeConfig {
  private static final String PEKKO = "settings/pekko.conf";

  private NodeConfig() {}

  static Config of(NodeOptions options) {
    try {
      Config file = options.config().map(NodeConfig::read).orElseGet(ConfigFactory::empty);
      return commandLine(options)
          .withFallback(ConfigFactory.systemProperties())
          .withFallback(file)
          .withFallback(ConfigFactory.parseResources(PEKKO))
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();
    } catch (ConfigException e) {
      throw new InvalidSetting("config", String.valueOf(e.getMessage()));
    }
  }

  private static Config read(Path file) {
    return ConfigFactory.parseFileAnySyntax(file.toFile());
  }

  private static Config commandLine(NodeOptions options) {
    Config config = ConfigFactory.empty();
    config =
        with(
            config,
            "holdfast.edge.port",
            options.port().isPresent() ? Optional.of(options.port().getAsInt()) : Optional.empty());
    config =
        with(
            config,
            "holdfast.journal.url",
            options
                .databaseUrl()
                .or(() -> options.data().map(data -> "jdbc:sqlite:" + data.resolve("journal.db"))));
    return with(config, "holdfast.journal.user", options.databaseUser());
  }

  private static Config with(Config config, String key, Optional<?> value) {
    return value.isEmpty()
        ? config
        : config.withValue(key, ConfigValueFactory.fromAnyRef(value.get(), "command line"));
  }
}
