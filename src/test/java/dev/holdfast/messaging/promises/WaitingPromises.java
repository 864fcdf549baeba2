package dev.holdfast.messaging.promises;

import static dev.holdfast.messaging.promises.DeliveryPromises.lines;
import static dev.holdfast.messaging.promises.DeliveryPromises.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.messages.PausedService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages for which nobody is there yet: they wait in the journal, in order, and harm nobody. */
@Timeout(300)
abstract class WaitingPromises {
  /** So little room in memory that most of what waits is on disk only. */
  private static final String LITTLE_ROOM =
      """
      holdfast.messaging {
        letters = 8
        page = 4
        read-commits = 8
        aside-after = 300 ms
        longest-pause = 1 s
      }
      """;

  private static final String DIARY = "diary";

  abstract Place place() throws Exception;

  @Test
  void messagesToAServiceThatIsNotDeployedArriveInOrderOnceItIs() throws Exception {
    Place place = place().with(LITTLE_ROOM);
    PostNode first = place.start("sender");
    sendAll(first, 0, 30);
    first.kill();
    try (PostNode second = place.start("sender")) {
      sendAll(second, 30, 60);
      second.deploy();
      sendAll(second, 60, 90);
      assertAllArrive(second, 90);

      second.deploy("sender");
      sendAll(second, 90, 100);
      assertEquals(0, second.journal.deliveries().countParked());
      second.deploy();
      assertAllArrive(second, 100);
      second.untilDelivered();
    }
  }

  @Test
  void messagesToAPausedServiceArriveInOrderOnceItIsResumed() throws Exception {
    Place place = place().with(LITTLE_ROOM);
    try (PostNode node = place.start()) {
      pause(node);
      sendAll(node, 0, 40);
      assertNobodyHasAny(node);
      resume(node);
      sendAll(node, 40, 60);
      assertAllArrive(node, 60);
      pause(node);
      sendAll(node, 60, 80);
    }
    try (PostNode again = place.start()) {
      PostNode.until(
          () -> again.messaging().registrar().current().pausedServices().contains(DIARY),
          () -> "it was forgotten that the service is paused");
      assertAllArrive(again, 60);
      resume(again);
      assertAllArrive(again, 80);
    }
  }

  @Test
  void aSenderNoticesNothingOfWhatWaits() throws Exception {
    try (PostNode node = place().with(LITTLE_ROOM).start("sender")) {
      send(node, "warm", "a", 0, 50);
      long before = nanos(() -> send(node, "s", "b", 0, 50));
      send(node, "crowd", "a", 0, 500);
      long after = nanos(() -> send(node, "s", "b", 50, 100));
      long most = 5 * before + TimeUnit.SECONDS.toNanos(2);
      assertTrue(after < most, () -> "50 sends took " + before + " ns, then " + after + " ns");
    }
  }

  private static long nanos(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private static void pause(PostNode node) throws InterruptedException {
    node.journal
        .messagingRegistry()
        .pauseService(new PausedService(DIARY, Instant.EPOCH, "a test"));
    node.messaging().refreshSoon();
    PostNode.until(
        () -> node.messaging().registrar().current().pausedServices().contains(DIARY),
        () -> "the pause is not seen");
  }

  private static void resume(PostNode node) {
    assertTrue(node.journal.messagingRegistry().resumeService(DIARY));
    node.messaging().refreshSoon();
  }

  private static void sendAll(PostNode node, int from, int until) {
    for (String sender : List.of("s1", "s2", "s3")) {
      send(node, sender, "a", from, until);
      send(node, sender, sender, from, until);
    }
  }

  private static void assertNobodyHasAny(PostNode node) {
    assertEquals(List.of(), node.diary("a"));
    assertEquals(List.of(), node.diary("s1"));
  }

  private static void assertAllArrive(PostNode node, int each) throws InterruptedException {
    List<String> all = node.untilDiary("a", 3 * each);
    assertEquals(3 * each, all.size());
    for (String sender : List.of("s1", "s2", "s3")) {
      assertEquals(lines(sender, 0, each), node.untilDiary(sender, each));
      assertEquals(
          lines(sender, 0, each),
          all.stream().filter(line -> line.startsWith(sender + ":")).toList());
    }
  }
}
