package dev.holdfast.runtimes.process.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a process may say nothing. */
class SilenceTest {
  @ParameterizedTest(name = "{0} ms, of which it waited for a core {1}")
  @CsvSource({
    "999, 0, false",
    "1000, 0, true",
    "1500, 600, false",
    "1600, 600, true",
    "9999, 9990, false",
    "10000, 9990, true",
  })
  void onlyTheTimeItCouldRunCountsUpToTenTimesWhatIsAllowed(
      long passed, long waited, boolean tooLong) {
    assertEquals(
        tooLong,
        Silence.isTooLong(
            Duration.ofMillis(passed), Duration.ofMillis(waited), Duration.ofSeconds(1)));
  }
}
