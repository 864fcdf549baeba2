package dev.holdfast.cli.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.authoring.Installed.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The path of docs/first-service.md: from nothing to a service that outlives its node. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FirstServiceTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"node", "python", "java"})
  void aNewServiceIsEditedKilledAndThere(String language) throws Exception {
    Path script = Path.of("docs/examples/first-service.sh").toAbsolutePath();
    Ran ran =
        Installed.program(
            folder,
            List.of(script.toString(), language),
            Map.of(
                "HOLDFAST",
                Installed.in(folder).command().toString(),
                "TMPDIR",
                folder.toString(),
                // What is measured on a busy machine is the machine; docs have what was measured.
                "LIVE_MILLIS",
                "10000"));
    assertEquals(0, ran.exitCode(), ran.out());
    assertTrue(ran.out().contains("twice of 5"), "what it prints arrives: " + ran.out());
    assertTrue(ran.out().contains("the old version keeps running"), ran.out());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    List<String> left = left();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
      left = left();
    }
    assertEquals(List.of(), left, "it ends what it starts");
  }

  /** Nodes name the folder of the program, functions their own, which is in it. */
  private List<String> left() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
