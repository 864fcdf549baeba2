package dev.holdfast.deployments.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.services.VersionHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a new version has to go. */
class JudgeTest {
  private static final Judge JUDGE =
      new Judge(new Judge.Limits(50, 0.05, 4, Duration.ofMillis(100)));
  private static final VersionHealth WELL = health(1_000, 1, 2);

  /** Calls that took so many milliseconds. */
  private static VersionHealth health(long calls, long failures, long millis) {
    List<Long> slower = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      slower.add(0L);
    }
    slower.set(63 - Long.numberOfLeadingZeros(millis * 1_000), calls);
    return new VersionHealth(calls, failures, slower);
  }

  @Test
  void nothingIsSaidOfAFewCalls() {
    assertEquals(Optional.empty(), JUDGE.judge(WELL, health(49, 49, 2)));
  }

  @Test
  void moreFailuresThanBeforeAreTooMany() {
    assertEquals(
        Optional.of("12.0 % of its 100 calls failed, 0.1 % of 1,000 before"),
        JUDGE.judge(WELL, health(100, 12, 2)));
    assertEquals(Optional.empty(), JUDGE.judge(WELL, health(100, 5, 2)));
  }

  @Test
  void whatFailedAsOftenBeforeIsNotTheNewVersionsFault() {
    assertEquals(Optional.empty(), JUDGE.judge(health(1_000, 400, 2), health(100, 42, 2)));
  }

  @Test
  void muchSlowerCallsAreTooSlowUnlessNobodyNotices() {
    assertEquals(
        Optional.of("a tenth of its calls takes more than 262.1 ms, 1.0 ms before"),
        JUDGE.judge(WELL, health(100, 0, 400)));
    assertEquals(Optional.empty(), JUDGE.judge(WELL, health(100, 0, 20)));
    assertEquals(Optional.empty(), JUDGE.judge(VersionHealth.NONE, health(100, 0, 400)));
  }

  @Test
  void onlyWhatCameSinceCounts() {
    VersionHealth now = health(1_100, 90, 2);
    assertEquals(new VersionHealth(100, 89, now.since(WELL).slower()), now.since(WELL));
  }
}
