package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @Test
  void everySourceIsLaidOutByTheFormatter() throws IOException {
    List<Path> wrong =
        Layout.sources(ROOT).parallelStream()
            .filter(source -> !Layout.of(source, read(source)).equals(read(source)))
            .map(ROOT::relativize)
            .toList();
    assertEquals(List.of(), wrong, "Run: mvn -q -Pformat validate");
  }

  @Test
  void theFormatterReadsTheLanguageOfToday() {
    String source =
        """
        import module java.base;
        class A { sealed interface Shape {} record Dot(int x) implements Shape {}
          record Box(int x, int y) implements Shape {}
          /// Markdown.
          int of(Shape shape){ return switch(shape){ case Dot(int x) -> x;
            case Box(int x, _) when x>1 -> x; case Box _ -> 0; }; } }
        """;
    String laidOut =
        """
        import module java.base;

        class A {
          sealed interface Shape {}

          record Dot(int x) implements Shape {}

          record Box(int x, int y) implements Shape {}

          /// Markdown.
          int of(Shape shape) {
            return switch (shape) {
              case Dot(int x) -> x;
              case Box(int x, _) when x > 1 -> x;
              case Box _ -> 0;
            };
          }
        }
        """;
    assertEquals(laidOut, Layout.of(Path.of("A.java"), source));
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
