package dev.holdfast.cli.drills.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final long START = 77 * SECOND;

  private final Timeline timeline = new Timeline(START);

  @Test
  void aCallCountsInTheSecondInWhichItWasDue() {
    record(1, 10, 1);
    // Due in the second one, answered in the fifth.
    record(2, 1, 3000);
    assertEquals(1, timeline.before(at(2), 5).max(), 0.1);
    Percentiles during = timeline.between(at(2), at(9));
    assertEquals(1, during.calls());
    assertEquals(3000, during.max(), 0.1);
  }

  @Test
  void beforeAreOnlyTheWholeSecondsBefore() {
    record(0, 5, 900);
    record(1, 5, 10);
    record(2, 5, 20);
    record(3, 5, 800);
    Percentiles before = timeline.before(at(3) + SECOND / 2, 2);
    assertEquals(10, before.calls());
    assertEquals(20, before.max(), 0.1);
    assertEquals(10, before.p50(), 0.2);
  }

  @Test
  void calmIsOnlyWhatStaysCalmForThreeSeconds() {
    record(0, 100, 5);
    record(1, 100, 500);
    record(2, 100, 5);
    record(3, 100, 500);
    record(4, 100, 5);
    record(5, 100, 5);
    assertEquals(OptionalLong.empty(), timeline.calmAfter(at(1), 15));
    record(6, 100, 5);
    assertEquals(OptionalLong.of(3 * SECOND), timeline.calmAfter(at(1), 15));
  }

  @Test
  void oneSlowCallInAHundredDoesNotMakeASecondUneasyButTwoDo() {
    for (int second = 0; second < 3; second++) {
      record(second, 99, 5);
      record(second, 1, 500);
    }
    assertTrue(timeline.calmAfter(at(0), 15).isPresent());
    record(1, 1, 500);
    assertEquals(OptionalLong.empty(), timeline.calmAfter(at(0), 15));
  }

  @Test
  void aSecondWithoutAnAnswerIsNotCalm() {
    record(0, 10, 5);
    record(2, 10, 5);
    record(3, 10, 5);
    assertEquals(OptionalLong.empty(), timeline.calmAfter(at(0), 15));
    record(4, 10, 5);
    assertEquals(OptionalLong.of(2 * SECOND), timeline.calmAfter(at(0), 15));
  }

  private static long at(int second) {
    return START + second * SECOND;
  }

  private void record(int second, int calls, long millis) {
    for (int i = 0; i < calls; i++) {
      timeline.record(at(second) + i * MILLI, millis * MILLI);
    }
  }
}
