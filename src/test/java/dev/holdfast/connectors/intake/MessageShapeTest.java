package dev.holdfast.connectors.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.Declared;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageShapeTest {
  private static final byte[] NOT_UTF8 = {'"', (byte) 0xff, '"'};

  @Test
  void aMessageBecomesOneOfTheTopic() {
    assertEquals(
        new InboundMessage(
            "t", "route", Json.of("{\"a\": 1}"), Map.of("kind", "x"), Optional.of("m-1")),
        fits("", "{\"a\": 1}"));
  }

  @Test
  void keyAndIdCanBeAnyPartOfIt() {
    String body = "{\"order\": {\"id\": 42, \"shop\": \"a/b\"}}";
    assertEquals("m-1", fits("key = message-id", body).key());
    assertEquals("42", fits("key = \"json:/order/id\"", body).key());
    assertEquals("a/b", fits("key = \"json:/order/shop\"", body).key());
    assertEquals("", fits("key = none", body).key());
    assertEquals(Optional.empty(), fits("id = none", body).dedupId());
    assertEquals(Optional.empty(), fits("id = \"json:/nowhere\"", body).dedupId());
    assertEquals(Optional.of("42"), fits("id = \"json:/order/id\"", body).dedupId());

    InboundMessage named = fits("key = \"header:kind\"", body);
    assertEquals("x", named.key());
    assertEquals(Map.of(), named.attributes());
  }

  @Test
  void aMessageWithoutItsKeyIsPoison() {
    assertPoison("it has no header or field shop", "key = \"header:shop\"", "1");
    assertPoison("text or number at /order", "key = \"json:/order\"", "{\"order\": {}}");
    assertPoison("text or number at /order", "key = \"json:/order\"", "{\"order\": null}");
  }

  @Test
  void whatIsNotJsonIsPoisonUnlessItIsWrapped() {
    assertPoison("not JSON", "", "hello");
    assertPoison("not JSON", "", "");
    assertPoison("not JSON", "", "{\"a\": 1} 2");
    assertPoison("not JSON", "", "{\"a\": 1");
    assertPoison("not JSON", "", "{\"a\": 1, \"a\": 2}");
    assertPoison("half of a surrogate pair", "", "\"\\ud800\"");
    assertPoison("half of a surrogate pair", "", "{\"\\udc00\": 1}");
    assertPoison("not JSON", "", "\ufeff{}");
    assertPoison("not JSON", "", "[".repeat(101) + "]".repeat(101));
    assertPoison("not UTF-8", "", NOT_UTF8);
    assertPoison("not UTF-8", "payload = text", NOT_UTF8);
    assertEquals(
        Json.of("\"say \\\"hi\\\"\\n\""), fits("payload = text", "say \"hi\"\n").payload());
    assertEquals(Json.of("\"aGk=\""), fits("payload = base64", "hi").payload());
    fits("", "[".repeat(100) + "]".repeat(100));
    fits("", " \"\\ud83d\\ude00\" ");
  }

  @Test
  void aMessageThatIsTooLargeIsPoison() {
    // Five for the attribute.
    fits("max-bytes = 10", "12345");
    assertPoison("11 bytes, more than max-bytes", "max-bytes = 10", "123456");
  }

  private static InboundMessage fits(String settings, String body) {
    return assertInstanceOf(
            Shaped.Fits.class, shaped(settings, body.getBytes(StandardCharsets.UTF_8)))
        .message();
  }

  private static void assertPoison(String words, String settings, String body) {
    assertPoison(words, settings, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertPoison(String words, String settings, byte[] body) {
    String why = assertInstanceOf(Shaped.Poison.class, shaped(settings, body)).why();
    assertTrue(why.contains(words), why);
  }

  private static Shaped shaped(String settings, byte[] body) {
    return new MessageShape(Declared.source(settings))
        .of(
            new Incoming<>(
                1L,
                Body.wrap(body),
                Map.of("kind", "x"),
                Optional.of("m-1"),
                Optional.of("route")));
  }
}
