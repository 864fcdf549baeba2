package dev.holdfast.messaging.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a schedule promises, on any database. The clock stands unless the test moves it: ten seconds
 * after a time that is due, which is punctual, or five minutes after it, which is not.
 */
@Timeout(300)
abstract class CalendarPromises {
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final MovedClock clock = MovedClock.standing(Instant.parse("2026-01-01T00:00:10Z"));

  abstract Place place() throws Exception;

  @Test
  void aScheduleRunsOnceForEachTimeAndForNoneBeforeItWasThere() throws Exception {
    Place place = place().at(clock);
    try (PostNode node = place.start("sender")) {
      clock.advance(PERIOD.multipliedBy(5));
      node.deploy();
      PostNode.until(
          () -> node.journal.messagingRegistry().schedules().size() == 3,
          () -> "they are not registered");
      for (int i = 1; i <= 4; i++) {
        clock.advance(PERIOD);
        assertTicks(node, i, i, i);
      }
    }
  }

  @Test
  void whatWasMissedRunsAsTheScheduleSays() throws Exception {
    Place place = place().at(clock);
    PostNode first = started(place);
    first.kill();
    clock.advance(PERIOD.multipliedBy(6).plus(PERIOD.dividedBy(2)));
    try (PostNode second = place.start()) {
      assertTicks(second, 2, 1, 7);
      clock.advance(PERIOD.dividedBy(2));
      assertTicks(second, 3, 2, 8);
    }
  }

  /** What was not written down is tried again, and the instance knows that it was done. */
  @Test
  void aRunThatWasNotWrittenDownIsNotDoneTwice() throws Exception {
    Place place = place().at(clock);
    PostNode first = started(place);
    clock.advance(PERIOD);
    assertTicks(first, 2, 2, 2);
    first.kill();
    place.change("UPDATE schedule SET last = since");
    try (PostNode second = place.start()) {
      clock.advance(PERIOD);
      assertTicks(second, 3, 3, 3);
    }
  }

  /** Everything has run once. */
  private PostNode started(Place place) throws Exception {
    PostNode node = place.start();
    PostNode.until(
        () -> node.journal.messagingRegistry().schedules().size() == 3,
        () -> "they are not registered");
    clock.advance(PERIOD);
    assertTicks(node, 1, 1, 1);
    return node;
  }

  private static void assertTicks(PostNode node, int once, int skip, int all)
      throws InterruptedException {
    PostNode.until(
        () ->
            ticks(node, "once") >= once && ticks(node, "all") >= all && ticks(node, "skip") >= skip,
        () -> ticks(node, "once") + ", " + ticks(node, "skip") + ", " + ticks(node, "all"));
    assertEquals(once, ticks(node, "once"), "once");
    assertEquals(skip, ticks(node, "skip"), "skip");
    assertEquals(all, ticks(node, "all"), "all");
  }

  private static int ticks(PostNode node, String id) {
    return node.ask("clockwork/" + id, "ticks").asInt();
  }
}
