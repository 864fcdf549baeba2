package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.holdfast.house.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Time and identity are handed in: code that reaches for them cannot be tested or replayed. */
class ForbiddenCallsTest {
  private static final Set<String> CALLS =
      Set.of(
          "Instant.now",
          "LocalDate.now",
          "LocalDateTime.now",
          "OffsetDateTime.now",
          "ZonedDateTime.now",
          "Clock.systemUTC",
          "Clock.systemDefaultZone",
          "InstantSource.system",
          "UUID.randomUUID",
          "Thread.sleep",
          "System.currentTimeMillis");

  /** Who may, and why; a line that is no longer needed fails, too. */
  private static final Map<String, String> ALLOWED =
      Map.of("Node.java Clock.systemUTC", "the one place that hands the clock to everybody");

  @Test
  void mainCodeReachesForNeitherTimeNorIdentity() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Source source : SourceTree.parse(Path.of("").toAbsolutePath()).sources()) {
      if (source.isIn("src/main") || source.isIn("samples")) {
        found.addAll(calls(source));
      }
    }
    Set<String> stale = new HashSet<>(ALLOWED.keySet());
    stale.removeAll(found);
    assertEquals(Set.of(), stale, "allowed and not used");
    found.removeAll(ALLOWED.keySet());
    assertEquals(Set.of(), found);
  }

  /** {@code FILE CALL} for each forbidden call; one that is given a clock is none. */
  private static List<String> calls(Source source) {
    List<String> found = new ArrayList<>();
    source.each(
        MethodInvocationTree.class,
        call -> {
          String name = simple(call.getMethodSelect().toString());
          boolean clockGiven = name.endsWith(".now") && !call.getArguments().isEmpty();
          if (CALLS.contains(name) && !clockGiven) {
            found.add(source.path().getFileName() + " " + name);
          }
        });
    source.each(
        MemberReferenceTree.class,
        reference -> {
          String name = simple(reference.getQualifierExpression() + "." + reference.getName());
          if (CALLS.contains(name)) {
            found.add(source.path().getFileName() + " " + name);
          }
        });
    return found;
  }

  /** The last two parts: {@code java.time.Instant.now} is {@code Instant.now}. */
  private static String simple(String name) {
    int last = name.lastIndexOf('.');
    return last < 0 ? name : name.substring(name.lastIndexOf('.', last - 1) + 1);
  }
}
