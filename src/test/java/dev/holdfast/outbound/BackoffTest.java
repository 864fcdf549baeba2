package dev.holdfast.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final double MIDDLE = 0.5;

  @Test
  void aPauseDoublesUpToTheLongest() {
    var backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));
    assertEquals(Duration.ofMillis(200), backoff.pause(1, MIDDLE));
    assertEquals(Duration.ofMillis(400), backoff.pause(2, MIDDLE));
    assertEquals(Duration.ofMillis(800), backoff.pause(3, MIDDLE));
    assertEquals(Duration.ofSeconds(1), backoff.pause(4, MIDDLE));
    assertEquals(Duration.ofSeconds(1), backoff.pause(1_000_000, MIDDLE));
  }

  @Test
  void chanceSpreadsItByAFifth() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    assertEquals(Duration.ofMillis(80), backoff.pause(1, 0));
    assertEquals(Duration.ofMillis(120), backoff.pause(1, 1));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(InvalidSetting.class, () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    assertThrows(
        InvalidSetting.class, () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }
}
