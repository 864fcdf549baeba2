package dev.holdfast.messaging.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a durable send promises, on any database. */
@Timeout(300)
abstract class DeliveryPromises {
  /** Nothing of what was delivered is written down while the node lives. */
  static final String FORGETFUL = "holdfast.messaging.keep-interval = 1 h";

  abstract Place place() throws Exception;

  @Test
  void aSendThatItsNodeDidNotDeliverArrivesOnceItIsBack() throws Exception {
    Place place = place();
    PostNode first = place.startWithoutCouriers();
    send(first, "s", "a", 0, 20);
    first.kill();
    try (PostNode second = place.start()) {
      assertEquals(lines("s", 0, 20), second.untilDiary("a", 20));
      send(second, "s", "a", 20, 21);
      assertEquals(lines("s", 0, 21), second.untilDiary("a", 21));
    }
  }

  @Test
  void aSendThatWasDeliveredButNotWrittenDownArrivesOnce() throws Exception {
    Place place = place().with(FORGETFUL);
    PostNode first = place.start();
    send(first, "s", "a", 0, 20);
    first.untilDiary("a", 20);
    first.kill();
    PostNode second = place.start();
    send(second, "s", "a", 20, 21);
    assertEquals(lines("s", 0, 21), second.untilDiary("a", 21));
    second.kill();
    try (PostNode third = place.start()) {
      send(third, "s", "a", 21, 22);
      assertEquals(lines("s", 0, 22), third.untilDiary("a", 22));
    }
  }

  @Test
  void messagesOfASenderToAReceiverKeepTheirOrderHoweverManySend() throws Exception {
    try (PostNode node = place().start()) {
      int senders = 64;
      int each = 10;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        IntStream.range(0, senders)
            .forEach(sender -> threads.execute(() -> sendToBoth(node, "s" + sender, each)));
      }
      for (String diary : List.of("a", "b")) {
        List<String> all = node.untilDiary(diary, senders * each);
        assertEquals(senders * each, all.size());
        for (int sender = 0; sender < senders; sender++) {
          String prefix = "s" + sender + ":";
          assertEquals(
              lines("s" + sender, 0, each),
              all.stream().filter(line -> line.startsWith(prefix)).toList());
        }
      }
    }
  }

  @Test
  void whatTheReceiverRejectsComesBackOnceAlthoughTheNodeIsKilled() throws Exception {
    Place place = place().with(FORGETFUL);
    PostNode first = place.start();
    for (int i = 0; i < 10; i++) {
      first.call("sender/s", "send", letter("a", "no " + i));
      first.call("sender/s", "send", letter("a", "s:" + i));
    }
    first.untilDiary("a", 10);
    PostNode.until(() -> first.lines("sender/s", "returned").size() == 10, () -> "some are lost");
    first.kill();
    try (PostNode second = place.start()) {
      second.call("sender/s", "send", letter("a", "no more"));
      PostNode.until(
          () -> second.lines("sender/s", "returned").size() > 10, () -> "the last one is lost");
      assertEquals(
          new TreeSet<>(IntStream.range(0, 10).mapToObj(i -> "no " + i).toList()),
          new TreeSet<>(second.lines("sender/s", "returned").subList(0, 10)));
      assertEquals(11, second.lines("sender/s", "returned").size());
      assertEquals(lines("s", 0, 10), second.diary("a"));
    }
  }

  private static void sendToBoth(PostNode node, String sender, int count) {
    for (int i = 0; i < count; i++) {
      send(node, sender, "a", i, i + 1);
      send(node, sender, "b", i, i + 1);
    }
  }

  static void send(PostNode node, String sender, String to, int from, int until) {
    for (int i = from; i < until; i++) {
      node.call("sender/" + sender, "send", letter(to, sender + ":" + i));
    }
  }

  static String letter(String to, String line) {
    return "{\"to\":\"%s\",\"line\":\"%s\"}".formatted(to, line);
  }

  static List<String> lines(String sender, int from, int until) {
    return IntStream.range(from, until).mapToObj(i -> sender + ":" + i).toList();
  }
}
