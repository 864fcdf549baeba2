package dev.holdfast.sdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.protocol.Json;
import dev.holdfast.triggers.Filter;
import dev.holdfast.triggers.IdTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The test kit reads filters and id templates as the platform does. */
class MessageFilterTest {
  private static final List<String> PLACES = List.of("/a", "/b/c", "/d/1", "/e~1f", "/none");
  private static final List<String> LITERALS =
      List.of("1", "1.0", "-2.5e1", "\"\"", "\"x and y\"", "\"q\\\"\"", "true", "false", "null");
  private static final List<String> VALUES =
      List.of("1", "1.00", "-25", "\"\"", "\"x and y\"", "\"q\\u0022\"", "true", "null", "[]");
  private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");

  @Test
  void bothWantTheSameMessages() {
    long seed = 99;
    var random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      var filter = new StringBuilder(condition(random));
      for (int more = random.nextInt(4); more > 0; more--) {
        filter.append(random.nextBoolean() ? " and " : " or ").append(condition(random));
      }
      String payload = payload(random);
      assertEquals(
          Filter.of(filter.toString()).test(Json.of(payload)),
          MessageFilter.of(filter.toString()).wants(payload.getBytes(UTF_8)),
          filter + " of " + payload + " SEED=" + seed);
    }
  }

  @Test
  void bothSeeTheSameInstance() {
    var random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String payload = payload(random);
      for (String template : List.of("", "{a}", "{b.c}-{a}", "/b/c", "/d/1", "/e~1f", "{e/f}")) {
        var resolved = IdTemplate.of(template).resolve(Json.of(payload), "key");
        if (resolved instanceof IdTemplate.Result.Resolved(String id)) {
          assertEquals(id, Message.id(template, "key", payload.getBytes(UTF_8)), payload);
        }
      }
    }
    assertThrows(
        AssertionError.class, () -> Message.id("{a}", "key", "{\"a\":null}".getBytes(UTF_8)));
  }

  @Test
  void aFilterThatCannotBeReadFailsTheTest() {
    for (String wrong :
        List.of("/a", "/a >", "/a == sea", "/a == 1 but", "a == 1", "/a == 1 and")) {
      assertThrows(AssertionError.class, () -> MessageFilter.of(wrong), wrong);
    }
  }

  private static String condition(Random random) {
    String place = one(random, PLACES);
    if (random.nextInt(5) == 0) {
      return place + " exists";
    }
    String operator = one(random, OPERATORS);
    String literal =
        one(
            random,
            operator.length() == 2 && !operator.matches("[<>]=")
                ? LITERALS
                : LITERALS.subList(0, 6));
    return place + (random.nextBoolean() ? " " : "") + operator + " " + literal;
  }

  private static String payload(Random random) {
    var fields = new ArrayList<String>();
    for (String field : List.of("\"a\":%s", "\"b\":{\"c\":%s}", "\"d\":[0,%s]", "\"e/f\":%s")) {
      if (random.nextInt(4) > 0) {
        fields.add(field.formatted(one(random, VALUES)));
      }
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
