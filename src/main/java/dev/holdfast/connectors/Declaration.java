package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import dev.holdfast.connectors.webhook.WebhookSettings;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * One connector as it was declared, of whatever kind.
 *
 * <p>Invariant: two that are equal do the same, so that one which was declared again goes on.
 */
public sealed interface Declaration {
  String name();

  String type();

  String direction();

  String topic();

  /** Between a topic and a broker. */
  record Broker(ConnectorSettings settings) implements Declaration {
    @Override
    public String name() {
      return settings.name();
    }

    @Override
    public String type() {
      return settings.type();
    }

    @Override
    public String direction() {
      return settings.direction();
    }

    @Override
    public String topic() {
      return settings.common().topic();
    }
  }

  /** From a topic to a URL. */
  record Webhook(WebhookSettings settings) implements Declaration {
    @Override
    public String name() {
      return settings.name();
    }

    @Override
    public String type() {
      return "webhook";
    }

    @Override
    public String direction() {
      return "sink";
    }

    @Override
    public String topic() {
      return settings.topic();
    }
  }

  /** Declared in a way that cannot be run. */
  record Wrong(String name, String error) implements Declaration {
    @Override
    public String type() {
      return "";
    }

    @Override
    public String direction() {
      return "";
    }

    @Override
    public String topic() {
      return "";
    }
  }

  /** Every connector of {@code holdfast.connectors}, by name. */
  static List<Declaration> all(Config root) {
    ConnectorDefaults defaults = ConnectorDefaults.of(root);
    List<Declaration> all = new ArrayList<>();
    ConfigObject blocks = root.getObject(ConnectorReader.PATH);
    for (String name : blocks.keySet().stream().sorted().toList()) {
      if (!(blocks.get(name) instanceof ConfigObject block)) {
        throw new InvalidSetting(
            ConnectorReader.PATH + "." + name, "must be the block of a connector");
      }
      all.add(of(name, block.toConfig(), defaults));
    }
    return all;
  }

  /**
   * Reads one from a JSON text.
   *
   * @throws InvalidSetting with the path of the key that is wrong
   */
  static Declaration ofJson(String name, String json, ConnectorDefaults defaults) {
    return of(name, ConnectorReader.json(name, json), defaults);
  }

  private static Declaration of(String name, Config block, ConnectorDefaults defaults) {
    String path = ConnectorReader.PATH + "." + name;
    String type = Settings.at(block.atPath(path), path).text("type");
    return ConnectorReader.oneOf(path + ".type", type, "rabbitmq", "redis", "kafka", "webhook")
            .equals("webhook")
        ? new Webhook(WebhookSettings.of(name, block))
        : new Broker(ConnectorSettings.of(name, block, defaults));
  }
}
