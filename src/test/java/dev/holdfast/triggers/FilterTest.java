package dev.holdfast.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which messages a subscription is for. */
class FilterTest {
  private static final Json PAYLOAD =
      Json.of(
          """
          {"celsius": 30.5, "station": "sea", "at": {"city": "Köln"}, "tags": ["a", "b"],
           "alarm": null, "on": true, "text": "say \\"x\\" and y"}
          """);

  private static void assertHolds(String... filters) {
    for (String filter : filters) {
      assertTrue(Filter.of(filter).test(PAYLOAD), filter);
    }
  }

  private static void assertFails(String... filters) {
    for (String filter : filters) {
      assertFalse(Filter.of(filter).test(PAYLOAD), filter);
    }
  }

  @Test
  void anEmptyFilterIsForEveryMessage() {
    assertHolds("", "  ");
    assertEquals("", Filter.of(" ").toString());
  }

  @Test
  void valuesAreComparedWithLiterals() {
    assertHolds(
        "/celsius > 30",
        "/celsius>=30.50",
        "/celsius == 3.05e1",
        "/celsius < 31 ",
        "/celsius <= 30.5",
        "/station == \"sea\"",
        "/station < \"see\"",
        "/station != \"lake\"",
        "/at/city == \"K\\u00f6ln\"",
        "/tags/1 == \"b\"",
        "/on == true",
        "/on != false",
        "/alarm == null",
        "/text == \"say \\\"x\\\" and y\"");
    assertFails("/celsius > 30.5", "/station == \"Sea\"", "/on == false", "/celsius == 30");
  }

  @Test
  void whatIsNotThereMakesEveryComparisonFalse() {
    assertFails(
        "/missing == null", "/missing != null", "/missing < 1", "/celsius/x != 1", "/tags/2 != 1");
    assertHolds("/alarm exists", "/at exists", "/tags/0 exists");
    assertFails("/missing exists", "/tags/2 exists", "/station/x exists");
  }

  @Test
  void valuesOfOtherTypesAreUnequalAndHaveNoOrder() {
    assertHolds("/station != 1", "/celsius != \"30.5\"", "/at != \"x\"", "/alarm != false");
    assertFails("/station > 1", "/celsius < \"x\"", "/at == \"x\"", "/tags > 1", "/on > \"a\"");
  }

  @Test
  void andBindsTighterThanOr() {
    assertHolds(
        "/on == false and /on == false or /on == true",
        "/on == true or /on == false and /on == false");
    assertFails("/on == false or /on == true and /station == \"x\"");
  }

  @Test
  void aPayloadThatIsNoObjectOrCannotBeReadHasNothing() {
    for (String payload : List.of("7", "\"sea\"", "null", "[".repeat(5000), "")) {
      assertFalse(Filter.of("/a exists").test(Json.of(payload)), payload);
      assertTrue(Filter.of("").test(Json.of(payload)), payload);
    }
    assertTrue(Filter.of("/0 == 7").test(Json.of("[7]")));
  }

  @Test
  void aWrongFilterIsToldWhatIsExpectedWhere() {
    assertWrong("expected a JSON pointer such as /celsius at position 0, found \"celsius > 3\"");
    assertWrong("expected ==, !=, <, <=, >, >= or exists at position 3, found \"= 3\"", "/a = 3");
    assertWrong("expected ==, !=, <, <=, >, >= or exists at position 2, found the end", "/a");
    assertWrong("expected ==, !=, <, <=, >, >= or exists at position 3, found \"is 3\"", "/a is 3");
    assertWrong("expected a string in \" or a number at position 4, found the end", "/a >");
    assertWrong("expected a string in \" or a number at position 5, found \"true\"", "/a > true");
    String literal = "expected a string in \", a number, true, false or null at position 6, found ";
    assertWrong(literal + "\"sea\"", "/a == sea");
    assertWrong(literal + "\"'sea'\"", "/a == 'sea'");
    assertWrong(literal + "\"01\"", "/a == 01");
    assertWrong(literal + "\"\"\\q\"\"", "/a == \"\\q\"");
    assertWrong(literal + "\"\"open\"", "/a == \"open");
    assertWrong(literal + "\"1and /b exists\"", "/a == 1and /b exists");
    assertWrong("expected and, or, or the end at position 8, found \"but 2\"", "/a == 1 but 2");
    assertWrong(
        "expected a JSON pointer such as /celsius at position 11, found the end", "/a == 1 and");
    assertWrong("in a JSON pointer ~ is written ~0, and / is written ~1 (at 0)", "/a~ exists");
    assertWrong("a filter has at most 1000 characters", "/a == \"" + "x".repeat(1000) + "\"");
  }

  private static void assertWrong(String why) {
    assertWrong(why, why.substring(why.indexOf("found \"") + 7, why.length() - 1));
  }

  private static void assertWrong(String why, String filter) {
    assertEquals(
        why, assertThrows(IllegalArgumentException.class, () -> Filter.of(filter)).getMessage());
  }

  @Test
  void manyEscapesAreNoTrouble() {
    assertFails("/station == \"" + "\\\"".repeat(490) + "\"");
  }

  @Test
  void anyFilterAgreesWithItsModelAndReadsAsItWasPrinted() {
    long seed = 4711;
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Model model = Model.any(random);
      Filter filter = Filter.of(model.text());
      Filter printed = Filter.of(filter.toString());
      assertEquals(filter.toString(), printed.toString(), "SEED=" + seed);
      for (int j = 0; j < 5; j++) {
        Map<String, String> fields = Model.anyFields(random);
        var payload = new ArrayList<String>();
        fields.forEach((name, json) -> payload.add("\"" + name + "\":" + json));
        Json json = Json.of("{" + String.join(",", payload) + "}");
        boolean expected = model.test(fields);
        assertEquals(expected, filter.test(json), filter + " " + json + " SEED=" + seed);
        assertEquals(expected, printed.test(json), printed + " " + json + " SEED=" + seed);
      }
    }
  }

  /** A filter as what it means: any of the lists, all conditions of which hold. */
  private record Model(List<List<Comparison>> anyOfAll) {
    private static final List<String> FIELDS = List.of("a", "b", "c");
    private static final List<String> VALUES =
        List.of("1", "1.0", "-2.5e1", "\"\"", "\"b and c\"", "\"1\"", "true", "false", "null");
    private static final List<String> SIGNS = List.of("==", "!=", "<", "<=", ">", ">=", "exists");

    private record Comparison(String field, String sign, String literal) {
      String text(Random random) {
        String blank = random.nextBoolean() ? " " : "  ";
        return sign.equals("exists")
            ? "/" + field + blank + sign
            : "/" + field + (random.nextBoolean() ? blank : "") + sign + " " + literal;
      }

      boolean test(Map<String, String> fields) {
        Optional<String> value = Optional.ofNullable(fields.get(field));
        if (value.isEmpty() || sign.equals("exists")) {
          return value.isPresent();
        }
        Optional<Integer> order = order(value.get(), literal);
        return switch (sign) {
          case "==" -> order.map(it -> it == 0).orElse(value.get().equals(literal));
          case "!=" -> order.map(it -> it != 0).orElse(!value.get().equals(literal));
          case "<" -> order.filter(it -> it < 0).isPresent();
          case "<=" -> order.filter(it -> it <= 0).isPresent();
          case ">" -> order.filter(it -> it > 0).isPresent();
          default -> order.filter(it -> it >= 0).isPresent();
        };
      }

      private static Optional<Integer> order(String one, String other) {
        if (one.startsWith("\"") && other.startsWith("\"")) {
          return Optional.of(one.compareTo(other));
        }
        return isNumber(one) && isNumber(other)
            ? Optional.of(new BigDecimal(one).compareTo(new BigDecimal(other)))
            : Optional.empty();
      }

      private static boolean isNumber(String json) {
        return json.startsWith("-") || Character.isDigit(json.charAt(0));
      }
    }

    static Model any(Random random) {
      var any = new ArrayList<List<Comparison>>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        var all = new ArrayList<Comparison>();
        for (int j = 0; j <= random.nextInt(3); j++) {
          String sign = one(random, SIGNS);
          boolean orders = sign.startsWith("<") || sign.startsWith(">");
          String literal = one(random, orders ? VALUES.subList(0, 6) : VALUES);
          all.add(new Comparison(one(random, FIELDS), sign, literal));
        }
        any.add(all);
      }
      return new Model(any);
    }

    static Map<String, String> anyFields(Random random) {
      var fields = new TreeMap<String, String>();
      for (String field : FIELDS) {
        if (random.nextInt(4) > 0) {
          fields.put(field, one(random, VALUES));
        }
      }
      return fields;
    }

    private static String one(Random random, List<String> of) {
      return of.get(random.nextInt(of.size()));
    }

    String text() {
      var random = new Random(anyOfAll.hashCode());
      var any = new ArrayList<String>();
      for (List<Comparison> all : anyOfAll) {
        any.add(String.join(" and ", all.stream().map(it -> it.text(random)).toList()));
      }
      return String.join(" or ", any);
    }

    boolean test(Map<String, String> fields) {
      return anyOfAll.stream().anyMatch(all -> all.stream().allMatch(it -> it.test(fields)));
    }
  }
}
