package dev.holdfast.journal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.watch.Watch.Reactions;
import dev.holdfast.journal.watch.Watch.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Timing TIMING = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final List<String> done = new ArrayList<>();
  private long now = System.nanoTime();
  private final Confirmation confirmation = new Confirmation(now);
  private final Watch watch =
      new Watch(
          TIMING,
          confirmation,
          new Reactions() {
            @Override
            public void confirm() {
              done.add("confirm");
            }

            @Override
            public void paused() {
              done.add("paused");
            }
          });

  private void tickAfter(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    watch.tick(now);
  }

  @Test
  void whileAppendsAreAnsweredNobodyIsAsked() {
    for (int i = 0; i < 50; i++) {
      confirmation.at(now);
      tickAfter(100);
    }
    assertEquals(List.of(), done);
  }

  @Test
  void aConfirmationThatGrewOldIsAskedForAgainUntilItComes() {
    for (int i = 0; i < 12; i++) {
      tickAfter(100);
    }
    assertEquals(List.of("confirm", "confirm"), done);
    confirmation.at(now);
    tickAfter(100);
    assertEquals(2, done.size());
  }

  @Test
  void aTickThatComesMuchTooLateIsAPauseAndAsksAtOnce() {
    tickAfter(2000);
    done.clear();
    confirmation.at(now + TimeUnit.HOURS.toNanos(1));
    tickAfter(2050);
    assertEquals(List.of(), done, "late, but not by more than the threshold");
    tickAfter(2150);
    assertEquals(List.of("paused", "confirm"), done);
    tickAfter(100);
    assertEquals(2, done.size(), "once for one pause");
  }

  @Test
  void aConfirmationNeverGoesBack() {
    confirmation.at(now + 5);
    confirmation.at(now + 3);
    assertEquals(now + 5, confirmation.at());
    assertTrue(confirmation.within(Duration.ofHours(1)));
    assertFalse(new Confirmation(now - 10).within(Duration.ofNanos(9)));
  }

  @Test
  void theWatchTicksByItselfAndEndsWhenItIsClosed() throws InterruptedException {
    var asked = new CountDownLatch(2);
    try (var ticking =
        new Watch(
            new Timing(Duration.ZERO, Duration.ofHours(1)),
            confirmation,
            new Reactions() {
              @Override
              public void confirm() {
                asked.countDown();
              }

              @Override
              public void paused() {}
            })) {
      ticking.start();
      assertTrue(asked.await(20, TimeUnit.SECONDS));
    }
  }
}
