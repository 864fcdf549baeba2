package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.holdfast.settings.InvalidSetting;
import java.util.List;

/** What a node's connectors have that they do not name themselves. */
public record ConnectorDefaults(Config block) {
  static final String PATH = "holdfast.connector-defaults";

  private static final List<String> KINDS = List.of("source", "sink", "rabbitmq", "redis", "kafka");

  public static ConnectorDefaults of(Config root) {
    try {
      return new ConnectorDefaults(root.getConfig(PATH));
    } catch (ConfigException e) {
      throw new InvalidSetting(PATH, String.valueOf(e.getMessage()));
    }
  }

  /** Those of a connector of one type and direction, flat. */
  Config of(String type, String direction) {
    return without(block.getConfig(type).getConfig(direction))
        .withFallback(without(block.getConfig(type)))
        .withFallback(without(block.getConfig(direction)))
        .withFallback(without(block));
  }

  private static Config without(Config config) {
    Config rest = config;
    for (String kind : KINDS) {
      rest = rest.withoutPath(kind);
    }
    return rest;
  }
}
