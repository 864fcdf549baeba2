package dev.holdfast.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one layout of every Java source: google-java-format, unused imports removed.
 *
 * <p>Also a program of one file ({@code mvn -q -Pformat validate}), so that a tree that does not
 * compile can be laid out too.
 */
public final class Layout {
  /** Where sources stand; folders that do not exist are skipped. */
  private static final List<String> FOLDERS = List.of("src", "samples", "bench", "sdks");

  /** Folders below them that hold what tools made. */
  private static final List<String> MADE = List.of("target", "node_modules", "data");

  private static final Formatter FORMATTER =
      new Formatter(
          JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());

  private Layout() {}

  public static void main(String[] arguments) throws IOException {
    for (Path source : sources(Path.of(arguments[0]))) {
      String before = Files.readString(source);
      String after = of(source, before);
      if (!after.equals(before)) {
        Files.writeString(source, after);
        System.out.println(source);
      }
    }
  }

  /** Every Java source of the project, in a fixed order. */
  static List<Path> sources(Path root) throws IOException {
    return FOLDERS.stream()
        .map(root::resolve)
        .filter(Files::isDirectory)
        .flatMap(Layout::below)
        .sorted()
        .toList();
  }

  /** How the source should look. */
  static String of(Path source, String text) {
    try {
      String imports = RemoveUnusedImports.removeUnusedImports(text);
      String ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
      return FORMATTER.formatSource(ordered);
    } catch (FormatterException e) {
      throw new IllegalStateException(source + ": " + e.getMessage(), e);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> MADE.stream().noneMatch(made -> hasPart(folder.relativize(file), made)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasPart(Path file, String name) {
    for (Path part : file) {
      if (part.toString().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
