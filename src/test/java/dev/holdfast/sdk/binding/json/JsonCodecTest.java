package dev.holdfast.sdk.binding.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.sdk.binding.json.Samples.Box;
import dev.holdfast.sdk.binding.json.Samples.Circle;
import dev.holdfast.sdk.binding.json.Samples.Color;
import dev.holdfast.sdk.binding.json.Samples.Dot;
import dev.holdfast.sdk.binding.json.Samples.Holders;
import dev.holdfast.sdk.binding.json.Samples.Line;
import dev.holdfast.sdk.binding.json.Samples.Numbers;
import dev.holdfast.sdk.binding.json.Samples.Shape;
import dev.holdfast.sdk.binding.json.Samples.Texts;
import dev.holdfast.sdk.binding.json.Samples.Tree;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonCodecTest {
  record Even(int number) {
    Even {
      if (number % 2 != 0) {
        throw new IllegalArgumentException(number + " is odd");
      }
    }
  }

  record Two(Even even) {}

  static JsonCodec codec(Type type) {
    var faults = new ArrayList<TypeFault>();
    JsonCodec codec = new Codecs(JsonLimits.DEFAULT).codec(type, faults);
    assertEquals(List.of(), faults);
    return codec;
  }

  private static String json(Type type, Object value) {
    return new String(codec(type).encode(value), UTF_8);
  }

  private static Object read(Type type, String json) {
    return codec(type).decodeStrictly(json.getBytes(UTF_8));
  }

  private static void assertFault(String expected, Type type, String json) {
    JsonFault fault = assertThrows(JsonFault.class, () -> read(type, json), json);
    assertEquals(expected, fault.getMessage());
  }

  private static void assertSurvives(Type type, Object value) {
    assertEquals(value, codec(type).decodeStrictly(codec(type).encode(value)));
  }

  @Test
  void everyTypeOfAServiceComesBackAsItWas() {
    assertSurvives(Numbers.class, Samples.NUMBERS);
    assertSurvives(Texts.class, Samples.TEXTS);
    assertSurvives(Holders.class, Samples.HOLDERS);
    assertSurvives(Shape.class, new Dot());
    assertArrayEquals(
        new byte[] {1, -1},
        (byte[]) codec(byte[].class).decode(codec(byte[].class).encode(new byte[] {1, -1})));
  }

  @Test
  void theFormIsTheOneThatIsDocumented() {
    assertEquals(
        "{\"sku\":\"tea\",\"quantity\":2,\"cents\":350}",
        json(Line.class, new Line("tea", 2, 350)));
    assertEquals(
        "{\"type\":\"Circle\",\"radius\":1.0,"
            + "\"inner\":{\"type\":\"Quad\",\"width\":3,\"height\":4}}",
        json(Shape.class, new Circle(1, Optional.of(new Box(3, 4)))));
    assertEquals("{\"radius\":1.0}", json(Circle.class, new Circle(1, Optional.empty())));
    assertEquals(
        "{\"text\":\"tab\\t\\\"quoted\\\" \\\\ \\u0001 é 水 \uD83D\uDE00 \u2028\","
            + "\"uuid\":\"c0ffee00-1234-4abc-8def-0123456789ab\",\"uri\":\"https://a.example/b?c=d\","
            + "\"instant\":\"2026-01-31T10:00:00.123456789Z\",\"date\":\"2026-02-28\","
            + "\"duration\":\"PT1M30.000000005S\",\"color\":\"DARK_BLUE\"}",
        json(Texts.class, Samples.TEXTS));
  }

  @Test
  void fieldsComeInAnyOrderAndWithWhiteSpaceAndEscapes() {
    assertEquals(
        new Line("tea", 2, 350),
        read(Line.class, " {\n\"cents\" :350 , \"s\\u006bu\":\"t\\u0065a\",\t\"quantity\":2}\r\n"));
    assertEquals(new Box(3, 4), read(Shape.class, "{\"width\":3,\"height\":4,\"type\":\"Quad\"}"));
    assertEquals(
        new Circle(2, Optional.of(new Dot())),
        read(Shape.class, "{\"inner\":{\"type\":\"Dot\"},\"type\":\"Circle\",\"radius\":2}"));
  }

  @Test
  void whatMayBeMissingIsEmptyAndWhatMustBeThereIsAFault() {
    assertEquals(new Tree("a", List.of()), read(Tree.class, "{\"name\":\"a\"}"));
    assertEquals(new Circle(1, Optional.empty()), read(Circle.class, "{\"radius\":1}"));
    assertEquals(
        new Circle(1, Optional.empty()), read(Circle.class, "{\"radius\":1,\"inner\":null}"));
    assertFault("/quantity: expected integer, got nothing", Line.class, "{\"sku\":\"a\"}");
  }

  @Test
  void aFaultSaysWhereAndWhatWasExpected() {
    assertFault(
        "/quantity: expected integer, got \"two\"",
        Line.class,
        "{\"sku\":\"a\",\"quantity\":\"two\",\"cents\":1}");
    String line = "{\"sku\":\"a\",\"quantity\":1,\"cents\":%s}";
    assertFault("/cents: expected integer, got 1.5", Line.class, line.formatted("1.5"));
    assertFault("/cents: expected integer, got 1e3", Line.class, line.formatted("1e3"));
    assertFault("/cents: expected integer, got null", Line.class, line.formatted("null"));
    assertFault("/cents: expected integer, got an object", Line.class, line.formatted("{}"));
    assertFault("/cents: expected integer, got an array", Line.class, line.formatted("[1]"));
    assertFault(
        "/cents: expected integer, got 9223372036854775808",
        Line.class,
        line.formatted("9223372036854775808"));
    assertFault(
        "/quantity: expected integer from -2147483648 to 2147483647, got 2147483648",
        Line.class,
        "{\"sku\":\"a\",\"quantity\":2147483648,\"cents\":1}");
    assertFault("expected object, got nothing", Line.class, "");
    assertFault("expected object, got \"a\"", Line.class, "\"a\"");
    assertFault(
        "/bySku/a~1b~0c/sku: expected string, got 1",
        Holders.class,
        "{\"bySku\":{\"a/b~c\":{\"sku\":1}}}");
    assertFault(
        "/lines/1/sku: expected string, got true",
        Holders.class,
        "{\"lines\":[{\"sku\":\"a\",\"quantity\":1,\"cents\":1},{\"sku\":true}]}");
    assertFault(
        "/color: expected one of RED, DARK_BLUE, got \"red\"", Texts.class, "{\"color\":\"red\"}");
    assertFault(
        "/instant: expected date-time, got \"yesterday\"",
        Texts.class,
        "{\"instant\":\"yesterday\"}");
    assertFault(
        "/type: expected one of Dot, Circle, Quad, got \"Box\"",
        Shape.class,
        "{\"width\":3,\"type\":\"Box\"}");
    assertFault("/type: expected one of Dot, Circle, Quad, got nothing", Shape.class, "{}");
  }

  @Test
  void unknownFieldsAreRefusedFromCallersAndIgnoredInWhatWasWritten() {
    byte[] json =
        "{\"sku\":\"a\",\"old\":{\"x\":[1,\"\\ud83d\\ude00\",null]},\"quantity\":1,\"cents\":1}"
            .getBytes(UTF_8);
    assertEquals(new Line("a", 1, 1), codec(Line.class).decode(json));
    JsonFault fault = assertThrows(JsonFault.class, () -> codec(Line.class).decodeStrictly(json));
    assertEquals("/old: unknown field: Line has sku, quantity, cents", fault.getMessage());
    assertFalse(fault.isMalformed());
  }

  @Test
  void aNameThatIsThereTwiceIsRefusedEverywhere() {
    List<String> documents =
        List.of(
            "{\"sku\":\"a\",\"sku\":\"b\",\"quantity\":1,\"cents\":1}",
            "{\"sku\":\"a\",\"quantity\":1,\"cents\":1,\"old\":1,\"old\":1}",
            "{\"sku\":\"a\",\"quantity\":1,\"cents\":1,\"old\":{\"x\":1,\"x\":1}}");
    for (String json : documents) {
      JsonFault fault =
          assertThrows(JsonFault.class, () -> codec(Line.class).decode(json.getBytes(UTF_8)), json);
      assertTrue(fault.isMalformed() && fault.getMessage().endsWith("is there twice"), json);
    }
    assertFault(
        "/bySku/a: the name \"a\" is there twice",
        Holders.class,
        "{\"bySku\":{\"a\":{\"sku\":\"a\",\"quantity\":1,\"cents\":1},"
            + "\"a\":{\"sku\":\"a\",\"quantity\":1,\"cents\":1}}}");
    assertFault(
        "/1: expected each element once, got one twice", setOfColors(), "[\"RED\",\"RED\"]");
  }

  private static Type setOfColors() {
    return Holders.class.getRecordComponents()[2].getGenericType();
  }

  @Test
  void whatIsReadCannotBeChanged() {
    var holders =
        (Holders) codec(Holders.class).decode(codec(Holders.class).encode(Samples.HOLDERS));
    assertThrows(UnsupportedOperationException.class, () -> holders.lines().clear());
    assertThrows(UnsupportedOperationException.class, () -> holders.colors().clear());
    assertThrows(UnsupportedOperationException.class, () -> holders.bySku().clear());
  }

  @Test
  void whatHasNoJsonFormIsNotWritten() {
    assertEquals(
        "/radius: NaN has no JSON form",
        assertThrows(
                JsonFault.class, () -> json(Circle.class, new Circle(Double.NaN, Optional.empty())))
            .getMessage());
    assertEquals(
        "/name: a string with half a surrogate pair has no JSON form",
        assertThrows(JsonFault.class, () -> json(Tree.class, new Tree("\uD83D", List.of())))
            .getMessage());
    Tree deep = new Tree("leaf", List.of());
    for (int i = 0; i < 60; i++) {
      deep = new Tree("node", List.of(deep));
    }
    Tree tooDeep = deep;
    assertTrue(
        assertThrows(JsonFault.class, () -> json(Tree.class, tooDeep))
            .getMessage()
            .endsWith("nested deeper than 100 levels"));
  }

  @Test
  void doublesAreReadToTheLastBit() {
    var random = new Random(4711);
    JsonCodec codec = codec(double.class);
    for (int i = 0; i < 20_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double plain = random.nextInt(2_000_000) / Math.pow(10, random.nextInt(9));
      for (double value : new double[] {any, plain, -plain}) {
        if (Double.isFinite(value)) {
          assertEquals(value, codec.decode(codec.encode(value)));
        }
      }
    }
    assertEquals(-0.0, codec.decode("-0".getBytes(UTF_8)));
    assertEquals(1e22, codec.decode("1E+22".getBytes(UTF_8)));
  }

  @Test
  void integersAreReadToTheirLimits() {
    JsonCodec codec = codec(long.class);
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertEquals(value, codec.decode(codec.encode(value)));
    }
    for (long value : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 999999999999999999L}) {
      assertEquals(value, codec.decode(codec.encode(value)));
    }
  }

  @Test
  void aTypeThatRefusesItsValuesIsAFaultOfTheDocument() {
    assertFault("/even: 3 is odd", Two.class, "{\"even\":{\"number\":3}}");
  }

  @Test
  void aValueOfNoDeclaredTypeIsWrittenByItsClass() {
    Object payload =
        new TreeMap<>(
            Map.of("a", new Line("tea", 1, 2), "b", List.of(Optional.of(1.5), Color.RED)));
    assertEquals(
        "{\"a\":{\"sku\":\"tea\",\"quantity\":1,\"cents\":2},\"b\":[1.5,\"RED\"]}",
        new String(JsonText.write(payload), UTF_8));
    JsonFault fault = assertThrows(JsonFault.class, () -> JsonText.write(List.of(new Object())));
    assertTrue(fault.detail().startsWith("Object has type Object, which has no JSON form"));
  }

  @Test
  void theSchemaIsJsonSchema() {
    Map<String, Object> schema = codec(Tree.class).schema();
    assertEquals("#/$defs/Tree", schema.get("$ref"));
    assertEquals(
        "{\"$ref\":\"#/$defs/Tree\",\"$defs\":{\"Tree\":{\"type\":\"object\",\"properties\":{"
            + "\"name\":{\"type\":\"string\"},"
            + "\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Tree\"}}},"
            + "\"required\":[\"name\"]}}}",
        new String(JsonText.write(schema), UTF_8));
    assertEquals(Map.of("type", "integer", "format", "int32"), codec(int.class).schema());
    Object shapes = codec(Shape.class).schema().get("$defs");
    assertEquals(
        Set.of("Shape", "Shape.Dot", "Shape.Circle", "Shape.Quad"),
        ((Map<?, ?>) Objects.requireNonNull(shapes)).keySet());
  }
}
