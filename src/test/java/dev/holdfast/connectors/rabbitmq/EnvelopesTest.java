package dev.holdfast.connectors.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.holdfast.connectors.Declared;
import dev.holdfast.connectors.outflow.Deliveries;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopesTest {
  @Test
  void aMessageGoesToTheExchangeWithItsKeyOrStraightToAQueue() {
    var exchange = new Envelopes(Declared.sink("exchange = e, routing-key = \"o.{key}\""));
    assertEquals("e", exchange.exchange());
    assertEquals("o.k", exchange.routingKey(Deliveries.of(1)));
    var queue = new Envelopes(Declared.sink("exchange = e, queue = q"));
    assertEquals("", queue.exchange());
    assertEquals("q", queue.routingKey(Deliveries.of(1)));
  }

  @Test
  void itCarriesItsIdAndItsAttributesAndOursWin() {
    var delivery = Deliveries.of(1, "k", Map.of("a", "b", "holdfast.key", "forged"));
    BasicProperties properties = new Envelopes(Declared.sink("")).properties(delivery);
    assertEquals("t/17-1-0", properties.getMessageId());
    assertEquals(2, properties.getDeliveryMode());
    assertEquals("application/json", properties.getContentType());
    assertEquals(Instant.EPOCH, properties.getTimestamp().toInstant());
    assertEquals(
        Map.of(
            "a", "b",
            "holdfast.topic", "t",
            "holdfast.key", "k",
            "holdfast.publisher", "cart/ada"),
        properties.getHeaders());
  }

  @Test
  void whatAmqpCannotCarryIsFoundBeforeItIsSent() {
    var envelopes = new Envelopes(Declared.sink(""));
    assertEquals(Optional.empty(), envelopes.misfit(Deliveries.of(1)));
    assertEquals(
        Optional.of("its routing key is longer than 255 bytes"),
        envelopes.misfit(Deliveries.of(1, "é".repeat(128), Map.of())));
    assertEquals(
        Optional.of("an attribute's name is longer than 255 bytes"),
        envelopes.misfit(Deliveries.of(1, "k", Map.of("é".repeat(128), ""))));
    assertEquals(
        Optional.of("its attributes are longer than 100 KiB"),
        envelopes.misfit(Deliveries.of(1, "k", Map.of("a", "b".repeat(100 * 1024)))));
  }
}
