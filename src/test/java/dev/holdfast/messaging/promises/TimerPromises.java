package dev.holdfast.messaging.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a timer promises, on any database. */
@Timeout(300)
abstract class TimerPromises {
  private static final Duration HOUR = Duration.ofHours(1);

  abstract Place place() throws Exception;

  @Test
  void aTimerOfAnInstanceThatLeftMemoryFiresInTimeOnAnIdleNode() throws Exception {
    try (PostNode node = place().with("holdfast.services.idle = 1 s").start()) {
      List<Long> lags = Collections.synchronizedList(new ArrayList<>());
      node.messaging().counters().whenFired(lags::add);
      for (int i = 0; i < 9; i++) {
        remind(node, "s" + i, "t", 6_000 + 333L * i, "late");
      }
      PostNode.until(() -> node.hosting.residents() == 0, () -> "somebody stays in memory");
      assertEquals(0, lags.size(), "the machine is too slow for this test");
      TimeUnit.SECONDS.sleep(5); // Asking would bring the diary back into memory.
      assertEquals(9, node.untilDiary("d", 9).size());
      var sorted = lags.stream().sorted().toList();
      assertTrue(sorted.get(4) < 1_000, () -> "milliseconds too late: " + sorted);
    }
  }

  @Test
  void cancelledAndReplacedTimersDoNotFireAndThoseOfThePastDoAtOnce() throws Exception {
    try (PostNode node = place().start()) {
      remind(node, "s", "cancelled", 1_000, "cancelled");
      remind(node, "s", "sooner", 3_600_000, "replaced");
      remind(node, "s", "later", 1_000, "replaced");
      remind(node, "s", "sooner", 1_500, "sooner");
      remind(node, "s", "later", 3_600_000, "later");
      node.call("sender/s", "forget", "\"cancelled\"");
      appoint(node, "s", "past", Instant.EPOCH, "past");
      node.untilDiary("d", 1);
      remind(node, "s", "end", 3_000, "end");
      assertEquals(List.of("past", "sooner", "end"), node.untilDiary("d", 3));
    }
  }

  @Test
  void timersOutliveANodeThatIsKilledAlsoThoseThatAreDueMeanwhile() throws Exception {
    Place place = place().with(DeliveryPromises.FORGETFUL);
    PostNode first = place.start();
    setThree(first);
    first.kill();
    assertTheyFire(place);
  }

  @Test
  void timersOutliveANodeThatIsStoppedAlsoThoseThatAreDueMeanwhile() throws Exception {
    Place place = place();
    try (PostNode first = place.start()) {
      setThree(first);
    }
    assertTheyFire(place);
  }

  private static void setThree(PostNode node) {
    remind(node, "s", "gone", HOUR.toMillis(), "gone");
    remind(node, "s", "first", HOUR.toMillis(), "first");
    remind(node, "t", "second", 2 * HOUR.toMillis(), "second");
    remind(node, "u", "third", 48 * HOUR.toMillis(), "third");
    node.call("sender/s", "forget", "\"gone\"");
  }

  private static void assertTheyFire(Place place) throws Exception {
    place.clock().advance(HOUR.multipliedBy(3).dividedBy(2));
    PostNode second = place.start();
    assertEquals(List.of("first"), second.untilDiary("d", 1));
    place.clock().advance(HOUR);
    assertEquals(List.of("first", "second"), second.untilDiary("d", 2));
    remind(second, "v", "early", 1_000, "early");
    assertEquals(List.of("first", "second", "early"), second.untilDiary("d", 3));
    second.kill();
    place.clock().advance(HOUR.multipliedBy(48));
    try (PostNode third = place.start()) {
      assertEquals(List.of("first", "second", "early", "third"), third.untilDiary("d", 4));
      remind(third, "v", "end", 100, "end");
      assertEquals(5, third.untilDiary("d", 5).size());
    }
  }

  @Test
  void moreTimersThanFitIntoMemoryFireOnceEach() throws Exception {
    Place place = place().with("holdfast.messaging.timers = 10");
    PostNode first = place.start();
    var names = IntStream.range(0, 300).mapToObj(i -> "t" + i).toList();
    for (String name : names) {
      remind(first, "s" + name.length(), name, HOUR.toMillis(), name);
    }
    first.close();
    place.clock().advance(HOUR);
    try (PostNode second = place.start()) {
      assertEquals(new TreeSet<>(names), new TreeSet<>(second.untilDiary("d", 300)));
      remind(second, "s", "end", 100, "end");
      assertEquals(301, second.untilDiary("d", 301).size());
    }
  }

  private static void remind(PostNode node, String sender, String name, long millis, String line) {
    node.call(
        "sender/" + sender,
        "remind",
        "{\"name\":\"%s\",\"millis\":%d,\"letter\":%s}"
            .formatted(name, millis, DeliveryPromises.letter("d", line)));
  }

  private static void appoint(PostNode node, String sender, String name, Instant at, String line) {
    node.call(
        "sender/" + sender,
        "appoint",
        "{\"name\":\"%s\",\"at\":\"%s\",\"letter\":%s}"
            .formatted(name, at, DeliveryPromises.letter("d", line)));
  }
}
