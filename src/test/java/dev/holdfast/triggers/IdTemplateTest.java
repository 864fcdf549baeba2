package dev.holdfast.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.protocol.Json;
import dev.holdfast.triggers.IdTemplate.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which instance gets a message. */
class IdTemplateTest {
  private static final Json PAYLOAD =
      Json.of(
          """
          {"station": "sea", "at": {"city": "Köln", "x~y": "tilde"}, "number": 7, "half": 0.50,
           "million": 1e6, "on": true, "nothing": null, "list": ["a", {"b": "c"}], "slash": "a/b",
           "empty": "", "large": 1e999999999, "tiny": 1e-999999999}
          """);

  private static String id(String template) {
    Result result = IdTemplate.of(template).resolve(PAYLOAD, "key-1");
    return assertInstanceOf(Result.Resolved.class, result, template).id();
  }

  private static String why(String template) {
    Result result = IdTemplate.of(template).resolve(PAYLOAD, "key-1");
    return assertInstanceOf(Result.Unresolved.class, result, template).why();
  }

  @Test
  void anEmptyTemplateIsTheKey() {
    assertEquals("key-1", id(""));
    assertEquals(
        new Result.Unresolved("\"a/b\" cannot be the id of an instance."),
        IdTemplate.of("").resolve(PAYLOAD, "a/b"));
  }

  @Test
  void aPointerIsWhatStandsThere() {
    Map.of(
            "/station", "sea",
            "/at/city", "Köln",
            "/at/x~0y", "tilde",
            "/list/0", "a",
            "/list/1/b", "c",
            "/number", "7",
            "/on", "true")
        .forEach((template, expected) -> assertEquals(expected, id(template), template));
  }

  @Test
  void aTemplateIsTextWithFieldsInIt() {
    assertEquals("sea", id("{station}"));
    assertEquals("sea-Köln.7", id("{station}-{at.city}.{number}"));
    assertEquals("everything", id("everything"));
    assertEquals("tilde", id("{at.x~y}"));
  }

  @Test
  void equalNumbersAreTheSameId() {
    assertEquals("0.5", id("{half}"));
    assertEquals("1000000", id("{million}"));
    for (String number : List.of("7", "7.0", "0.7e1", "70E-1")) {
      assertEquals(
          new Result.Resolved("7"),
          IdTemplate.of("/n").resolve(Json.of("{\"n\":" + number + "}"), "k"),
          number);
    }
  }

  @Test
  void whatHasNoTextIsToldByItsName() {
    for (String template :
        List.of("/missing", "/nothing", "/at", "/list", "/list/9", "/large", "/tiny", "/empty")) {
      assertEquals(
          "The message has no string, number or boolean for its id at " + template + ".",
          why(template));
    }
    assertEquals(
        "The message has no string, number or boolean for its id at at.street.",
        why("{station}-{at.street}"));
    assertEquals("\"a/b\" cannot be the id of an instance.", why("{slash}"));
    assertEquals("\"..\" cannot be the id of an instance.", why(".."));
    assertInstanceOf(
        Result.Unresolved.class, IdTemplate.of("/a").resolve(Json.of("[".repeat(5000)), "k"));
    assertInstanceOf(Result.Unresolved.class, IdTemplate.of("/a").resolve(Json.of("7"), "k"));
  }

  @Test
  void aLongIdIsToldShort() {
    Json payload = Json.of("{\"n\":\"" + "x".repeat(5000) + "\"}");
    var result =
        assertInstanceOf(Result.Unresolved.class, IdTemplate.of("{n}").resolve(payload, "k"));
    assertEquals("\"" + "x".repeat(200) + "…\" cannot be the id of an instance.", result.why());
  }

  @Test
  void aWrongTemplateIsToldWhy() {
    assertWrong("a { is never closed", "{station");
    assertWrong("a } closes nothing", "station}");
    assertWrong("{} names no field", "a{}");
    assertWrong("{a..b} names no field", "{a..b}");
    assertWrong("{a{b} names no field", "{a{b}");
    assertWrong(
        "\"a/\" cannot be in an id: an id has no slash and no control character", "a/{station}");
    assertWrong("in a JSON pointer ~ is written ~0, and / is written ~1", "/a~b");
  }

  private static void assertWrong(String why, String template) {
    assertEquals(
        why,
        assertThrows(IllegalArgumentException.class, () -> IdTemplate.of(template)).getMessage());
  }
}
