package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Connectors as a test declares them. */
public final class Declared {
  private Declared() {}

  /** From HOCON, over the defaults that we ship. */
  public static ConnectorSettings connector(String name, String block) {
    return connector(name, ConfigFactory.parseString(block));
  }

  /** The same of a block that was read already. */
  public static ConnectorSettings connector(String name, Config block) {
    return ConnectorSettings.of(name, block, ConnectorDefaults.of(ConfigFactory.load()));
  }

  /** A source that no broker is needed for. */
  public static ConnectorSettings.Source source(String more) {
    String block =
        "type = rabbitmq, direction = source, topic = t, uri = \"amqp://127.0.0.1\", queue = q\n";
    return (ConnectorSettings.Source) connector("in", block + more);
  }

  /** A sink that no broker is needed for. */
  public static ConnectorSettings.RabbitSink sink(String more) {
    String block = "type = rabbitmq, direction = sink, topic = t, uri = \"amqp://127.0.0.1\"\n";
    return (ConnectorSettings.RabbitSink) connector("out", block + more);
  }
}
