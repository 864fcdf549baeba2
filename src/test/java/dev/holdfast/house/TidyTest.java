package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.holdfast.house.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lengths, columns, names and package sentences: what keeps a file readable in one sitting. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TidyTest {
  private static final int LINES_AIMED = 250;
  private static final int LINES = 500;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 5;
  private static final int COLUMNS = 100;
  private static final int FILES_A_PACKAGE = 25;

  /** Constructors whose parameters somebody else has fixed, and who. */
  private static final Map<String, String> PARAMETERS_FIXED =
      Map.of(
          "JournalDao.java", "pekko-persistence-jdbc makes it by reflection",
          "SnapshotDao.java", "pekko-persistence-jdbc makes it by reflection");

  /** Names that say nothing, and the Hungarian I of interfaces. */
  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Abstract.*|.*(Impl|Manager|Utils?|Helper)|I[A-Z][a-z].*)");

  private SourceTree tree = new SourceTree(List.of());

  @BeforeAll
  void parse() throws IOException {
    tree = SourceTree.parse(Path.of("").toAbsolutePath());
    assertTrue(tree.sources().size() > 20, "the sources were not found");
  }

  @Test
  void noFileIsTooLong() {
    List<String> wrong = new ArrayList<>();
    long aboveAim = 0;
    for (Source source : tree.sources()) {
      aboveAim += source.lines().size() > LINES_AIMED ? 1 : 0;
      if (source.lines().size() > LINES) {
        wrong.add(source.path() + ": " + source.lines().size());
      }
    }
    assertEquals(List.of(), wrong, "more than " + LINES + " lines");
    assertTrue(aboveAim * 20 <= tree.sources().size(), aboveAim + " files above " + LINES_AIMED);
  }

  @Test
  void noLineIsTooWide() {
    List<String> wrong = new ArrayList<>();
    for (Source source : tree.sources()) {
      for (int i = 0; i < source.lines().size(); i++) {
        String line = source.lines().get(i);
        boolean breakable = !line.startsWith("import ") && !line.contains("://");
        if (breakable && line.codePointCount(0, line.length()) > COLUMNS) {
          wrong.add(source.path() + ":" + (i + 1));
        }
      }
    }
    assertEquals(List.of(), wrong, "more than " + COLUMNS + " columns");
  }

  @Test
  void noMethodIsTooLong() {
    List<String> wrong = new ArrayList<>();
    eachMethod(
        (source, method) -> {
          long length = source.lastLine(method) - source.firstLine(method) + 1;
          if (length > METHOD_LINES) {
            wrong.add(source.path() + " " + method.getName() + ": " + length);
          }
        });
    assertEquals(List.of(), wrong, "more than " + METHOD_LINES + " lines");
  }

  @Test
  void noMethodTakesTooManyParameters() {
    List<String> wrong = new ArrayList<>();
    eachMethod(
        (source, method) -> {
          boolean ours = !PARAMETERS_FIXED.containsKey(source.path().getFileName().toString());
          if (method.getParameters().size() > PARAMETERS
              && ours
              && !isCompactConstructor(source, method)) {
            wrong.add(source.path() + " " + method.getName());
          }
        });
    assertEquals(List.of(), wrong, "more than " + PARAMETERS + " parameters; use a record");
  }

  @Test
  void noPackageIsCrowded() {
    Map<Path, Long> crowded = new TreeMap<>();
    tree.sources().stream()
        .filter(source -> !source.path().endsWith("package-info.java"))
        .collect(Collectors.groupingBy(source -> parent(source), Collectors.counting()))
        .forEach(
            (folder, files) -> {
              if (files > FILES_A_PACKAGE) {
                crowded.put(folder, files);
              }
            });
    assertEquals(Map.of(), crowded, "more than " + FILES_A_PACKAGE + " files");
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Map<String, Boolean> said = new TreeMap<>();
    for (Source source : tree.sources()) {
      if (!source.isIn("src") || source.unit().getPackageName() == null) {
        continue;
      }
      boolean says =
          source.path().endsWith("package-info.java")
              && source.lines().contains("@NullMarked")
              && source.lines().getFirst().startsWith("/**");
      said.merge(source.unit().getPackageName().toString(), says, Boolean::logicalOr);
    }
    said.values().removeIf(says -> says);
    assertEquals(Map.of(), said, "package-info.java with a sentence and @NullMarked is missing");
  }

  @Test
  void noNameIsEmpty() {
    List<String> wrong = new ArrayList<>();
    eachClass(
        (source, type) -> {
          if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
            wrong.add(source.path() + " " + type.getSimpleName());
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void noTestIsSkipped() {
    List<String> wrong = new ArrayList<>();
    for (Source source : tree.sources()) {
      source.each(
          AnnotationTree.class,
          annotation -> {
            if (annotation.getAnnotationType().toString().contains("Disabled")) {
              wrong.add(source.path() + ":" + source.firstLine(annotation));
            }
          });
    }
    assertEquals(List.of(), wrong);
  }

  /** The parser gives a compact constructor the components of its record as parameters. */
  private static boolean isCompactConstructor(Source source, MethodTree method) {
    String line = source.lines().get((int) source.firstLine(method) - 1);
    return method.getName().contentEquals("<init>") && line.endsWith(" {") && !line.contains("(");
  }

  private static Path parent(Source source) {
    Path parent = source.path().getParent();
    return parent == null ? Path.of("") : parent;
  }

  private void eachClass(BiConsumer<Source, ClassTree> visit) {
    for (Source source : tree.sources()) {
      source.each(ClassTree.class, type -> visit.accept(source, type));
    }
  }

  private void eachMethod(BiConsumer<Source, MethodTree> visit) {
    eachClass(
        (source, type) -> {
          for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method) {
              visit.accept(source, method);
            }
          }
        });
  }
}
