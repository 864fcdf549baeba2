package dev.holdfast.sdk.binding.json;

import dev.holdfast.sdk.Wire;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Types that use all a service may hold, and values of them. */
final class Samples {
  private Samples() {}

  enum Color {
    RED,
    DARK_BLUE
  }

  record Line(String sku, int quantity, long cents) {}

  sealed interface Shape {}

  record Dot() implements Shape {}

  record Circle(double radius, Optional<Shape> inner) implements Shape {}

  @Wire(name = "Quad")
  record Box(int width, int height) implements Shape {}

  record Pair<A, B>(A left, B right) {}

  record Tree(String name, List<Tree> children) {}

  record Numbers(
      byte tiny,
      short small,
      int middle,
      long large,
      float rough,
      double real,
      BigDecimal exact,
      BigInteger huge) {}

  record Texts(
      String text,
      UUID uuid,
      URI uri,
      Instant instant,
      LocalDate date,
      Duration duration,
      Color color) {}

  record Holders(
      Optional<String> maybe,
      List<Line> lines,
      Set<Color> colors,
      Map<String, Line> bySku,
      Map<Instant, Integer> byTime,
      Map<Color, Map<Integer, Boolean>> nested,
      Pair<String, List<Integer>> pair,
      Shape shape,
      Tree tree) {}

  static final Numbers NUMBERS =
      new Numbers(
          Byte.MIN_VALUE,
          Short.MAX_VALUE,
          -7,
          Long.MIN_VALUE,
          1.25f,
          -0.1,
          new BigDecimal("12.500"),
          new BigInteger("123456789012345678901234567890"));

  static final Texts TEXTS =
      new Texts(
          "tab\t\"quoted\" \\ \u0001 é 水 \uD83D\uDE00 \u2028",
          UUID.fromString("c0ffee00-1234-4abc-8def-0123456789ab"),
          URI.create("https://a.example/b?c=d"),
          Instant.parse("2026-01-31T10:00:00.123456789Z"),
          LocalDate.of(2026, 2, 28),
          Duration.ofSeconds(90, 5),
          Color.DARK_BLUE);

  static final Holders HOLDERS =
      new Holders(
          Optional.of("x"),
          List.of(new Line("tea", 2, 350), new Line("", 0, 0)),
          Set.of(Color.RED),
          Map.of("a/b~c", new Line("tea", 1, 1)),
          Map.of(Instant.parse("2026-01-31T10:00:00Z"), 5),
          Map.of(Color.RED, Map.of(3, true)),
          new Pair<>("l", List.of(1, 2)),
          new Circle(1.5, Optional.of(new Box(3, 4))),
          new Tree("root", List.of(new Tree("leaf", List.of()))));
}
