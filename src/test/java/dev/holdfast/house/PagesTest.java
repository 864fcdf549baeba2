package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents against what they speak of. */
class PagesTest {
  private static final Path DOCS = Path.of("docs");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

  @Test
  void everyProblemHasAPageAndEveryPageAProblem() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (ProblemCode code : ProblemCode.values()) {
      codes.add(code.code());
    }
    Set<String> pages = new TreeSet<>();
    for (Path page : files(DOCS.resolve("problems"))) {
      String name = page.getFileName().toString().replace(".md", "");
      if (!name.equals("README")) {
        pages.add(name);
      }
    }
    assertEquals(codes, pages);
  }

  @Test
  void everyPageOfAProblemNamesItsStatusAndTitle() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (ProblemCode code : ProblemCode.values()) {
      String page = Files.readString(DOCS.resolve("problems").resolve(code.code() + ".md"));
      if (!page.contains(Integer.toString(code.status())) || !page.contains(code.title())) {
        wrong.add(code.code() + ": " + code.status() + ", " + code.title());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    List<Path> documents = new ArrayList<>(files(DOCS));
    for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
      documents.add(Path.of(name));
    }
    documents.add(Path.of("bench", "README.md"));
    for (Path document : documents) {
      Matcher links = LINK.matcher(Files.readString(document));
      Path folder = document.toAbsolutePath().getParent();
      while (links.find()) {
        if (folder == null || !Files.exists(folder.resolve(links.group(1)))) {
          dead.add(document + " → " + links.group(1));
        }
      }
    }
    assertTrue(documents.size() > 10);
    assertEquals(List.of(), dead);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
