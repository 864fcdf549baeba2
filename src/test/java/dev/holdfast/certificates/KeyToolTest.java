package dev.holdfast.certificates;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process that makes certificates. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyToolTest {
  @Test
  void aToolThatHangsIsNotWaitedForThoughItKeepsItsOutputOpen() {
    String said = failure("echo before; exec sleep 3", Duration.ofMillis(300));
    assertTrue(said.contains("did not end within"), said);
  }

  @Test
  void whatAToolSaysAboutItsFailureIsPassedOn() {
    String said = failure("echo no such alias; exit 3", Duration.ofSeconds(15));
    assertTrue(said.contains("no such alias"), said);
  }

  private static String failure(String script, Duration patience) {
    CertificatesFailed failed =
        assertThrows(
            CertificatesFailed.class,
            () -> KeyTool.run(List.of("sh", "-c", script), Map.of(), patience));
    return String.valueOf(failed.getMessage());
  }
}
