package dev.holdfast.runtimes.process.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** Lines, their levels, and how many of them reach the log. */
class OutputTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void linesAreBoundedAndTheRestOfOneIsLeftOut() {
    assertEquals(List.of("12345678…", "ok", ""), lines(8, "1234567890", "1\nok\r\n\n"));
  }

  @Test
  void aLastLineNeedsNoEnd() {
    assertEquals(List.of("a", "b"), lines(8, "a\nb"));
  }

  @Test
  void whatWouldCommandATerminalIsReplaced() {
    assertEquals(List.of("\uFFFD[2Jx\ty\uFFFD"), lines(80, "\u001b[2Jx\ty\u2028\n"));
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    List<String> lines = new ArrayList<>();
    var reader = new Lines(80, lines::add);
    reader.add(new byte[] {(byte) 0xc3, 'a', 0, (byte) 0xff, '\n'}, 5);
    assertEquals(List.of("\uFFFDa\uFFFD\uFFFD"), lines);
  }

  private static List<String> lines(int longest, String... chunks) {
    List<String> lines = new ArrayList<>();
    var reader = new Lines(longest, lines::add);
    for (String chunk : chunks) {
      byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
      reader.add(bytes, bytes.length);
    }
    reader.close();
    return lines;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"level\":\"error\",\"message\":\"no tea\"} | ERROR | no tea",
        "{\"severity\":\"WARNING\",\"msg\":\"hot\",\"at\":{\"level\":1}} | WARN | hot",
        "{\"level\":30,\"time\":1,\"msg\":\"pino\"} | INFO | pino",
        "{\"level\":60,\"msg\":\"fatal\"} | ERROR | fatal",
        "{\"level\":\"loud\",\"msg\":\"x\"} | INFO | {\"level\":\"loud\",\"msg\":\"x\"}",
        "{\"level\":\"info\"} | INFO | {\"level\":\"info\"}",
        "{\"level\":\"info\",\"msg\": | INFO | {\"level\":\"info\",\"msg\":",
        "plain | INFO | plain"
      })
  void aLineOfALoggerKeepsItsLevelAndMessage(String line, Level level, String message) {
    assertEquals(new LoggedLine(level, message), LoggedLine.of(line, Level.INFO));
  }

  @Test
  void aSecondsWorthIsAdmittedAtOnceAndThenTheRate() {
    var allowance = new Allowance(100, 0, Duration.ofSeconds(1), 0);
    assertTrue(allowance.admits(60, 0));
    assertTrue(allowance.admits(40, 0));
    assertFalse(allowance.admits(1, 0));
    assertTrue(allowance.admits(50, SECOND / 2));
    assertFalse(allowance.admits(1, SECOND / 2));
    assertTrue(allowance.admits(100, 60 * SECOND));
    assertFalse(allowance.admits(1, 60 * SECOND), "what was not used is not kept");
  }

  @Test
  void aFloodIsSeenWithinItsWindowOnly() {
    var allowance = new Allowance(0, 100, Duration.ofSeconds(1), 0);
    assertFalse(allowance.floods(100, 0));
    assertFalse(allowance.floods(100, 2 * SECOND));
    assertTrue(allowance.floods(1, 2 * SECOND));
  }
}
