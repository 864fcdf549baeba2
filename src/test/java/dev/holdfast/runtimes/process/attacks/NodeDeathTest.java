package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is killed leaves no process behind, not even one that would stay. */
class NodeDeathTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "namespace", "session"})
  void nothingOutlivesANodeThatIsKilled(String walls) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process node =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                DyingNode.class.getName(),
                walls)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = node.inputReader()) {
      assertEquals("ready", out.readLine());
      String folder = Arena.ATTACKS.resolve("lingers").toRealPath().toString();
      Set<Long> functions = Arena.running(folder);
      assertFalse(functions.isEmpty());
      node.destroyForcibly().waitFor();
      Duration gone = Arena.await("nothing is left", () -> Arena.running(folder).isEmpty());
      assertTrue(gone.compareTo(Duration.ofSeconds(2)) < 0, "after " + gone);
    } finally {
      node.destroyForcibly();
    }
  }
}
