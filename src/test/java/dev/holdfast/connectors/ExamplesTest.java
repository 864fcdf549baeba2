package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What we show can be read; that it also runs is shown with the brokers. */
class ExamplesTest {
  @Test
  void theFileThatWeShipIsRead() {
    List<ConnectorSettings> shipped =
        ConnectorSettings.all(
            ConfigFactory.parseFile(Path.of("conf", "connectors.conf").toFile())
                .withFallback(ConfigFactory.load()));
    assertEquals(
        List.of("invoices", "order-events", "orders", "readings"),
        shipped.stream().map(ConnectorSettings::name).toList());
  }

  @Test
  void thePageShowsEveryBroker() throws Exception {
    assertEquals(List.of("order-events", "orders"), names("rabbitmq"));
    assertEquals(List.of("alarms", "readings"), names("redis"));
    assertEquals(List.of("invoices", "meter-readings"), names("kafka"));
  }

  private static List<String> names(String type) throws Exception {
    return ShownOnPage.of(type, "redis://127.0.0.1").keySet().stream().toList();
  }
}
