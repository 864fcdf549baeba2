package dev.holdfast.messaging.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.directory.Names;
import dev.holdfast.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a topic promises, on any database: five subscriptions of one service listen to one topic.
 */
@Timeout(300)
abstract class TopicPromises {
  private static final String LATER = "reader.later.news";

  abstract Place place() throws Exception;

  @Test
  void aSubscriptionBeginsWhereItSaysAndAllOfThemGetEverything() throws Exception {
    try (PostNode node = place().start("sender")) {
      publish(node, 0, 5);
      node.deploy();
      PostNode.until(
          () -> node.journal.messagingRegistry().subscription(LATER).isPresent(),
          () -> "it is not registered");
      publish(node, 5, 10);
      assertEquals(news(0, 10), untilRead(node, "all", 10));
      assertEquals(news(5, 10), untilRead(node, "later", 5));
      assertEquals(news(0, 10, 2, 0), untilRead(node, "even", 5));
      assertEquals(news(0, 10, 2, 1), untilRead(node, "odd", 5));
      assertEquals(news(0, 10, 3, 0), untilRead(node, "oslo", 4));
      assertEquals(news(0, 10, 5, 0).subList(0, 1), untilRead(node, "about-even", 1));
      assertEquals(news(5, 6), untilRead(node, "about-odd", 1));
    }
  }

  @Test
  void aMessageArrivesOnceAtEachSubscriptionAlthoughTheNodeIsKilled() throws Exception {
    Place place = place().with(DeliveryPromises.FORGETFUL);
    PostNode first = place.startWithoutCouriers();
    publish(first, 0, 10);
    first.kill();
    PostNode second = place.start();
    untilRead(second, "all", 10);
    publish(second, 10, 20);
    untilRead(second, "all", 20);
    second.kill();
    try (PostNode third = place.start()) {
      publish(third, 20, 21);
      assertEquals(news(0, 21), untilRead(third, "all", 21));
      assertEquals(news(0, 21, 2, 0), untilRead(third, "even", 11));
    }
  }

  @Test
  void aPausedSubscriptionWaitsAndTheOthersDoNot() throws Exception {
    try (PostNode node = place().start()) {
      publish(node, 0, 1);
      untilRead(node, "all", 1);
      MessagingRegistry registry = node.journal.messagingRegistry();
      assertTrue(registry.pauseSubscription("reader.all.news", true));
      untilPaused(node, "reader.all.news");
      publish(node, 1, 10);
      untilRead(node, "even", 5);
      assertEquals(news(0, 1), read(node, "all"));
      assertTrue(registry.pauseSubscription("reader.all.news", false));
      assertEquals(news(0, 10), untilRead(node, "all", 10));
    }
  }

  /** Messages that are in memory already are not handed over either. */
  @Test
  void aPauseIsSeenAlthoughMessagesAreOnTheirWay() throws Exception {
    try (PostNode node = place().with("holdfast.messaging.window = 2").start()) {
      publish(node, 0, 200);
      PostNode.until(() -> slow(node) > 10, () -> "it has not begun");
      assertTrue(node.journal.messagingRegistry().pauseSubscription("slowpoke.take.news", true));
      untilPaused(node, "slowpoke.take.news");
      publish(node, 200, 201);
      TimeUnit.SECONDS.sleep(1); // For what was handed over before.
      int paused = slow(node);
      assertTrue(paused < 190, () -> "it was too fast for this test: " + paused);
      TimeUnit.SECONDS.sleep(1);
      assertEquals(paused, slow(node));
      assertTrue(node.journal.messagingRegistry().pauseSubscription("slowpoke.take.news", false));
      PostNode.until(() -> slow(node) >= 201, () -> "it has only " + slow(node));
      assertEquals(201, slow(node));
    }
  }

  @Test
  void aSubscriptionThatIsRewoundGetsEverythingAgain() throws Exception {
    try (PostNode node = place().start()) {
      publish(node, 0, 5);
      untilRead(node, "all", 5);
      MessagingRegistry registry = node.journal.messagingRegistry();
      assertTrue(node.journal.deliveries().startLane(Names.lane("reader.all.news", 2), Map.of()));
      assertTrue(registry.nextGeneration("reader.all.news", 1).isPresent());
      List<String> twice = new ArrayList<>(news(0, 5));
      twice.addAll(news(0, 5));
      assertEquals(twice, untilRead(node, "all", 10));
      publish(node, 5, 6);
      twice.add("n5");
      assertEquals(twice, untilRead(node, "all", 11));
      assertEquals(news(0, 6, 2, 0), untilRead(node, "even", 3));
    }
  }

  @Test
  void whatComesFromOutsideTwiceIsPublishedOnceAndWhatNamesNobodyIsParked() throws Exception {
    try (PostNode node = place().start()) {
      for (int i = 0; i < 4; i++) {
        var message =
            new InboundMessage(
                "news",
                "even",
                Json.of("{\"key\":\"even\",\"line\":\"n" + i / 2 + "\"}"),
                Map.of(),
                Optional.of("id" + i / 2));
        node.messaging().inlet().publish(message).toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
      assertEquals(news(0, 2), untilRead(node, "all", 2));
      assertEquals(news(0, 2), untilRead(node, "even", 2));
      PostNode.until(
          () -> node.journal.deliveries().parkedOf("reader/unaddressed", 0, 10).size() == 2,
          () -> "what has no city is not parked");
    }
  }

  /** One in two is odd, one in three of Oslo, one in five urgent. */
  private static void publish(PostNode node, int from, int until) {
    for (int i = from; i < until; i++) {
      node.call(
          "sender/s",
          "publish",
          "{\"key\":\"%s\",\"line\":\"n%d\",\"urgent\":%s,\"at\":{\"city\":\"%s\"}}"
              .formatted(i % 2 == 0 ? "even" : "odd", i, i % 5 == 0, i % 3 == 0 ? "oslo" : "rome"));
    }
  }

  private static List<String> news(int from, int until) {
    return news(from, until, 1, 0);
  }

  private static List<String> news(int from, int until, int every, int rest) {
    return IntStream.range(from, until)
        .filter(i -> i % every == rest)
        .mapToObj(i -> "n" + i)
        .toList();
  }

  private static List<String> read(PostNode node, String reader) {
    return node.lines("reader/" + reader, "lines");
  }

  private static int slow(PostNode node) {
    return node.ask("slowpoke/slow", "read").asInt();
  }

  private static List<String> untilRead(PostNode node, String reader, int count)
      throws InterruptedException {
    PostNode.until(
        () -> read(node, reader).size() >= count, () -> reader + " has only " + read(node, reader));
    return read(node, reader);
  }

  private static void untilPaused(PostNode node, String name) throws InterruptedException {
    PostNode.until(
        () ->
            node.messaging().registrar().current().subscriptions().stream()
                .anyMatch(one -> one.name().equals(name) && one.paused()),
        () -> "the pause is not seen");
  }
}
