package dev.holdfast;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of one node from all their places: the command line, then system properties, then
 * the user's file, then how Pekko is set up, then everybody's defaults.
 *
 * <p>Invariant: nothing in the user's file is passed over. A file that cannot be read, and a key of
 * ours that no default has, end the command before anything starts.
 */
final class NodeConfig {
  private static final String PEKKO = "settings/pekko.conf";
  private static final String OURS = "holdfast";

  /**
   * Whose keys are the user's own names; the blocks behind them are checked where they are read.
   */
  private static final Set<String> NAMED = Set.of("holdfast.connectors");

  private NodeConfig() {}

  static Config of(NodeOptions options) {
    Config file = options.config().map(NodeConfig::read).orElseGet(ConfigFactory::empty);
    try {
      Config all =
          commandLine(options)
              .withFallback(ConfigFactory.systemProperties())
              .withFallback(file)
              .withFallback(ConfigFactory.parseResources(PEKKO))
              .withFallback(ConfigFactory.defaultReferenceUnresolved())
              .resolve();
      options.config().ifPresent(path -> requireKnown(path, written(file).root()));
      return all;
    } catch (ConfigException e) {
      throw new InvalidSetting("config", String.valueOf(e.getMessage()));
    }
  }

  /** By itself the library takes a file that is not there for an empty one. */
  private static Config read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw refused(file, "it cannot be read, or is no file");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException e) {
      throw (CommandFailed) refused(file, String.valueOf(e.getMessage())).initCause(e);
    }
  }

  /**
   * The file above our defaults: what is unknown in it is unknown in the file. Not resolved alone,
   * because the library then fails on a value that the environment may override.
   */
  private static Config written(Config file) {
    return file.withFallback(ConfigFactory.defaultReferenceUnresolved())
        .withFallback(ConfigFactory.systemProperties().withoutPath(OURS))
        .resolve();
  }

  private static void requireKnown(Path file, ConfigObject written) {
    ConfigObject known = ConfigFactory.defaultReference().getObject(OURS);
    Set<String> unknown = new TreeSet<>();
    written.forEach(
        (name, value) -> {
          if (name.equals(OURS) && value instanceof ConfigObject ours) {
            collectUnknown(name, ours, known, unknown);
          } else if (name.startsWith(OURS + ".")) {
            unknown.add(place(name, value) + ": without the quotes it is a key");
          }
        });
    if (!unknown.isEmpty()) {
      throw refused(file, "it sets what is not a setting: " + String.join(", ", unknown));
    }
  }

  private static void collectUnknown(
      String path, ConfigObject written, ConfigObject known, Set<String> unknown) {
    written.forEach(
        (name, value) -> {
          String full = path + "." + name;
          ConfigValue like = known.get(name);
          if (like == null) {
            unknown.add(place(full, value));
          } else if (value instanceof ConfigObject below && !NAMED.contains(full)) {
            collectUnknown(full, below, blockOf(like), unknown);
          }
        });
  }

  /** A single value has nothing below it. */
  private static ConfigObject blockOf(ConfigValue known) {
    return known instanceof ConfigObject block ? block : ConfigFactory.empty().root();
  }

  private static String place(String path, ConfigValue written) {
    return path + " (line " + written.origin().lineNumber() + ")";
  }

  private static CommandFailed refused(Path file, String reason) {
    return new CommandFailed(ExitCode.USAGE, "--config " + file + ": " + reason);
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
    config =
        with(
            config,
            "holdfast.runtimes.jvm.cache",
            options.data().map(data -> data.resolve("compiled").toString()));
    return with(config, "holdfast.journal.user", options.databaseUser());
  }

  private static Config with(Config config, String key, Optional<?> value) {
    return value.isEmpty()
        ? config
        : config.withValue(key, ConfigValueFactory.fromAnyRef(value.get(), "command line"));
  }
}
