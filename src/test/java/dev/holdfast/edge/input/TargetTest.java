package dev.holdfast.edge.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.edge.input.Target.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void aPathIsDecodedOnceBySegment() throws RequestRefused {
    assertEquals(List.of(), Target.parse("/", 256).segments());
    assertEquals(List.of(), Target.parse("*", 256).segments());
    assertEquals(List.of("a", "b c", "ü€😀"), segments("/a/b%20c/%C3%BC%E2%82%AC%F0%9F%98%80"));
    assertEquals(List.of("a+b", "100%", "x:y@z"), segments("/a+b/100%25/x:y@z"));
    assertEquals(List.of("a"), segments("http://host:8080/a"));
    assertEquals("/a%20b", Target.parse("/a%20b?c", 256).path());
  }

  private static List<String> segments(String raw) throws RequestRefused {
    return Target.parse(raw, 256).segments();
  }

  @Test
  void aPathThatCouldMeanAnotherIsRefused() {
    for (String raw :
        List.of(
            "/a//b",
            "/a/",
            "/a/./b",
            "/a/../b",
            "/a/%2e%2e/b",
            "/a/.%2E/b",
            "/%2e",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a%00b",
            "/a%0d%0ab",
            "/a%7f",
            "/%252e%252e",
            "/a%252fb",
            "/%c0%af",
            "/%e0%80%af",
            "/%ed%a0%80",
            "/%ff",
            "/%",
            "/%4",
            "/%zz",
            "/%u0041",
            "/%%34%31",
            "a/b",
            "host:443")) {
      RequestRefused refused =
          assertThrows(RequestRefused.class, () -> Target.parse(raw, 256), raw);
      assertEquals("invalid-request", refused.problem().code());
    }
  }

  @Test
  void aQueryIsReadInOrder() throws RequestRefused {
    assertEquals(List.of(), Target.parse("/a?", 256).parameters());
    assertEquals(
        List.of(
            new Parameter("a", "1"),
            new Parameter("b c", "x=y&z"),
            new Parameter("flag", ""),
            new Parameter("a", "2 3")),
        Target.parse("/p?a=1&b+c=x=y%26z&&flag&a=2+3", 256).parameters());
  }

  @Test
  void aQueryThatIsBrokenOrEndlessIsRefused() {
    for (String query : List.of("a=%zz", "%c0%af=1", "a=%ff", "x=1&".repeat(300))) {
      assertThrows(
          RequestRefused.class, () -> Target.parse("/p?" + query, 256).parameters(), query);
    }
  }
}
