package dev.holdfast.runtimes.process.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a process may say nothing. */
class SilenceTest {
  @ParameterizedTest(name = "{0} ms, of which it waited for a core {1} and computed {2}")
  @CsvSource({
    "999, 0, 0, false",
    "1000, 0, 0, true",
    "1500, 600, 100, false",
    "1600, 600, 100, true",
    "1500, 1400, 1000, true",
    "9999, 9990, 900, false",
    "10000, 9990, 900, true",
  })
  void onlyTheTimeItCouldRunCountsUpToTenTimesWhatIsAllowed(
      long silent, long waited, long computed, boolean tooLong) {
    assertEquals(
        tooLong,
        Silence.isTooLong(
            Duration.ofMillis(silent),
            Duration.ofMillis(waited),
            Duration.ofMillis(computed),
            Duration.ofSeconds(1)));
  }
}
