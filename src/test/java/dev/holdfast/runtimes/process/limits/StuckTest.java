package dev.holdfast.runtimes.process.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether threads compute for nobody. */
class StuckTest {
  @ParameterizedTest(name = "after {0} ms, threads {1}, {2} requests: {3}")
  @CsvSource({
    "900, 900:0, 0, NOT_YET",
    "1000, 900:0, 0, YES",
    "1000, 700:0, 5, NO",
    "1000, 100:880, 5, NOT_YET",
    "8000, 100:7890, 5, NOT_YET",
    "8000, 900:7000, 5, YES",
    "10000, 100:9890, 5, NO",
    "1020, 450:10 450:10, 0, YES",
    "1020, 450:10 450:10, 2, NO",
    "1020, 250:10 250:10 250:10 250:10, 4, NO",
    "1000, 5:10 5:10, 0, NO",
  })
  void oneAllTheTimeOrMoreThanThereAreRequests(
      long passed, String threads, int requests, Stuck.Answer answer) {
    List<ProcessTable.Times> times =
        Arrays.stream(threads.split(" "))
            .map(text -> text.split(":"))
            .map(text -> new ProcessTable.Times(false, nanos(text[0]), nanos(text[1])))
            .toList();
    assertEquals(
        answer, Stuck.judge(Duration.ofMillis(passed), times, requests, Duration.ofSeconds(1)));
  }

  private static long nanos(String millis) {
    return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
  }
}
