package dev.holdfast.sdk.binding.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.binding.json.Samples.Color;
import dev.holdfast.sdk.binding.json.Samples.Holders;
import dev.holdfast.sdk.binding.json.Samples.Line;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentCodecTest {
  record Span(LocalDate from, Optional<LocalDate> to, List<Color> colors) {}

  private static ArgumentCodec codec(Class<?> type) {
    return new Codecs(JsonLimits.DEFAULT).argument(type, "given", new ArrayList<>());
  }

  private static Object read(Class<?> type, String body, Map<String, String> variables) {
    return codec(type).decode(body.getBytes(UTF_8), variables);
  }

  private static void assertFault(
      String expected, Class<?> type, String body, Map<String, String> variables) {
    JsonFault fault = assertThrows(JsonFault.class, () -> read(type, body, variables));
    assertEquals(expected, fault.getMessage());
  }

  @Test
  void variablesFillTheFieldsOfARecordByName() {
    assertEquals(
        new Span(
            LocalDate.of(2026, 1, 31), Optional.of(LocalDate.of(2026, 2, 1)), List.of(Color.RED)),
        read(Span.class, "", Map.of("from", "2026-01-31", "to", "2026-02-01", "colors", "RED")));
    assertFault("/from: expected date, got \"soon\"", Span.class, "", Map.of("from", "soon"));
    assertFault("/from: expected date, got nothing", Span.class, "", Map.of("to", "2026-01-31"));
    assertFault(
        "/form: unknown field: Span has from, to, colors", Span.class, "", Map.of("form", "x"));
  }

  @Test
  void aBodyAndVariablesTogetherMakeOneArgument() {
    assertEquals(
        new Line("tea", 2, 3),
        read(Line.class, "{\"cents\":3,\"quantity\":2}", Map.of("sku", "tea")));
    assertFault(
        "the name \"sku\" is there twice",
        Line.class,
        "{\"sku\":\"x\",\"cents\":3,\"quantity\":2}",
        Map.of("sku", "tea"));
  }

  @Test
  void aSingleValueTakesTheOnlyVariableOrTheOneOfItsName() {
    assertEquals("tea", read(String.class, "", Map.of("sku", "tea")));
    assertEquals(7, read(int.class, "null", Map.of("number", "7")));
    assertFault("/number: expected integer, got \"x\"", int.class, "", Map.of("number", "x"));
    assertFault("/number: expected integer, got \"1d\"", int.class, "", Map.of("number", "1d"));
    assertFault("/other: unknown parameter", int.class, "", Map.of("given", "1", "other", "2"));
    assertFault(
        "expected no body, since the address has the argument",
        int.class,
        "3",
        Map.of("number", "7"));
  }

  @Test
  void withoutVariablesTheBodyIsTheArgument() {
    assertEquals(7, read(int.class, "7", Map.of()));
    assertEquals(Optional.empty(), read(Optional.class, "", Map.of()));
    assertFault("expected integer, got nothing", int.class, "", Map.of());
    assertFault("expected integer, got null", int.class, "null", Map.of());
  }

  @Test
  void aBodyThatEndsTooEarlyIsNoJsonWhateverWasExpectedNext() {
    byte[] whole =
        new JsonCodec(
                new Codecs(JsonLimits.DEFAULT).find(Holders.class, new ArrayList<>()),
                JsonLimits.DEFAULT)
            .encode(Samples.HOLDERS);
    assertTruncated(Holders.class, whole);
    byte[] line = "{ \"sku\" : \"t\\u00e9\" , \"quantity\":12, \"cents\" : -3 }".getBytes(UTF_8);
    assertTruncated(Line.class, line);
    assertTruncated(
        Span.class, "{\"from\":\"2026-01-31\",\"colors\":[\"RED\",\"RED\"]}".getBytes(UTF_8));
    assertTruncated(
        Samples.Shape.class, "{\"radius\":1.5,\"type\":\"Circle\",\"inner\":null}".getBytes(UTF_8));
    assertTruncated(boolean.class, "true".getBytes(UTF_8));
    assertTruncated(String.class, "\"tea\"".getBytes(UTF_8));
    for (int length = 1; length < line.length; length++) {
      byte[] part = Arrays.copyOf(line, length);
      JsonFault fault = assertThrows(JsonFault.class, () -> ArgumentCodec.isNothing(part));
      assertTrue(fault.isMalformed(), new String(part, UTF_8) + ": " + fault.getMessage());
      fault =
          assertThrows(JsonFault.class, () -> codec(Line.class).decode(part, Map.of("sku", "x")));
      assertTrue(fault.isMalformed(), new String(part, UTF_8) + ": " + fault.getMessage());
      fault =
          assertThrows(JsonFault.class, () -> codec(int.class).decode(part, Map.of("given", "1")));
      assertTrue(fault.isMalformed(), new String(part, UTF_8) + ": " + fault.getMessage());
      fault = assertThrows(JsonFault.class, () -> codec(int.class).decode(part));
      assertTrue(fault.isMalformed(), new String(part, UTF_8) + ": " + fault.getMessage());
    }
  }

  private static void assertTruncated(Class<?> type, byte[] whole) {
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      JsonFault fault = assertThrows(JsonFault.class, () -> codec(type).decode(part));
      assertTrue(fault.isMalformed(), new String(part, UTF_8) + ": " + fault.getMessage());
    }
  }

  @Test
  void aBodyThatSaysNothingIsRecognised() {
    for (String nothing : List.of("", " ", "null", "{}", " { } ")) {
      assertTrue(ArgumentCodec.isNothing(nothing.getBytes(UTF_8)), nothing);
    }
    for (String something : List.of("0", "[]", "\"\"", "{\"a\":1}")) {
      assertFalse(ArgumentCodec.isNothing(something.getBytes(UTF_8)), something);
    }
    assertThrows(JsonFault.class, () -> ArgumentCodec.isNothing("{".getBytes(UTF_8)));
  }

  @Test
  void itsSchemaRefusesUnknownFields() {
    String schema = new String(JsonText.write(codec(Line.class).schema()), UTF_8);
    assertTrue(schema.contains("\"additionalProperties\":false"), schema);
  }
}
