package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
  private static final Path PAGES = Path.of("docs", "problems");

  @Test
  void everyCodeHasAPageAndEveryPageACode() throws IOException {
    Set<String> codes =
        Arrays.stream(ProblemCode.values())
            .map(code -> code.code() + ".md")
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertEquals(
          codes,
          pages
              .map(page -> page.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void aPageSaysWhatHappenedAndWhatToDo() throws IOException {
    for (ProblemCode code : ProblemCode.values()) {
      String page = Files.readString(PAGES.resolve(code.code() + ".md"));
      assertTrue(page.startsWith("# " + code.code() + " (" + code.status() + ")"), page);
      assertTrue(page.contains("\n" + code.title() + ".\n"), page);
      assertTrue(page.contains("\n## What happened\n"), page);
      assertTrue(page.contains("\n## What to do\n"), page);
    }
  }
}
