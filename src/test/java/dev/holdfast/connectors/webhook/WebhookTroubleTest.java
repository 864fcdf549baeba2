package dev.holdfast.connectors.webhook;

import static dev.holdfast.connectors.webhook.Posting.at;
import static dev.holdfast.connectors.webhook.Posting.deliver;
import static dev.holdfast.connectors.webhook.Posting.outlet;
import static dev.holdfast.connectors.webhook.Posting.why;
import static dev.holdfast.connectors.webhook.Receiver.message;
import static dev.holdfast.connectors.webhook.Receiver.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.messaging.Outlet.Handover;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that redirect, hang, never end or break off, and addresses that are not public. */
@Timeout(60)
class WebhookTroubleTest {
  private final Receiver receiver = Receiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (var outlet = outlet(receiver)) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        receiver.answering =
            exchange -> {
              exchange.getResponseHeaders().add("Location", "/elsewhere");
              Receiver.status(exchange, status, "");
            };
        assertEquals(
            "refused: Answered " + status + ": redirects are not followed.",
            why(deliver(outlet, message(status, "k", "1"))));
      }
    }
    assertEquals(5, receiver.got.size());
    assertTrue(receiver.got.stream().allMatch(got -> got.path().equals("/hook?a=b")));
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    receiver.answering = _ -> never.await();
    try (var outlet = outlet(receiver, "response-timeout = 300ms")) {
      long start = System.nanoTime();
      String why = why(deliver(outlet, message(1, "k", "1")));
      assertTrue(why.startsWith("not now: No answer"), why);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
    } finally {
      never.countDown();
    }
  }

  @Test
  void aBodyThatTricklesForEverDoesNotHoldItsMessage() throws Exception {
    var end = new CountDownLatch(1);
    for (int status : new int[] {200, 500}) {
      receiver.answering =
          exchange -> {
            exchange.sendResponseHeaders(status, 0);
            OutputStream out = exchange.getResponseBody();
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
              out.write('x');
              out.flush();
            }
          };
      try (var outlet = outlet(receiver, "response-timeout = 500ms")) {
        long start = System.nanoTime();
        assertEquals(
            status == 200 ? "accepted" : "not now: Answered 500.",
            why(deliver(outlet, message(status, "k", "1"))));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
      }
    }
    end.countDown();
  }

  @Test
  void aBodyThatNeverEndsIsReadToItsLimitOnly() throws Exception {
    var written = new AtomicInteger();
    receiver.answering =
        exchange -> {
          exchange.sendResponseHeaders(500, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 100_000; i++) {
              out.write(new byte[8_192]);
              written.addAndGet(8_192);
            }
          }
        };
    try (var outlet = outlet(receiver, "response = 64 KiB")) {
      assertTrue(why(deliver(outlet, message(1, "k", "1"))).startsWith("not now: Answered 500"));
      receiver.answering = exchange -> Receiver.status(exchange, 204, "");
      assertEquals("accepted", why(deliver(outlet, message(2, "k", "1"))));
    }
    assertTrue(written.get() < 100_000_000, written.toString());
  }

  @Test
  void aServerThatBreaksOffIsTriedAgain() throws Exception {
    try (var outlet = outlet(receiver)) {
      receiver.answering = exchange -> exchange.close();
      assertTrue(why(deliver(outlet, message(1, "k", "1"))).startsWith("not now: No answer"));
      receiver.answering = exchange -> Receiver.status(exchange, 204, "");
      assertEquals("accepted", why(deliver(outlet, message(1, "k", "1"))));
    }
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var outlet = at("http://127.0.0.1:" + free + "/")) {
      String why = why(deliver(outlet, message(1, "k", "1")));
      assertTrue(why.startsWith("not now: No answer: ConnectException"), why);
    }
    try (var outlet = at("https://127.0.0.1:" + receiver.port() + "/", "connect-timeout = 5s")) {
      String why = why(deliver(outlet, message(1, "k", "1")));
      assertTrue(why.startsWith("not now: No answer"), why);
    }
  }

  @Test
  void aNameWithAnAddressThatIsNotPublicIsNotConnectedTo() throws Exception {
    // The second is loopback, too, to whoever reads octal numbers.
    for (String host : List.of("LocalHost", "017700000001")) {
      String block = "topic = orders, url = \"http://" + host + ":" + receiver.port() + "/\"";
      try (var outlet =
          new WebhookOutlet(
              WebhookSettings.of("hook", ConfigFactory.parseString(block)),
              () -> Posting.NOW,
              Map.of())) {
        String why = why(deliver(outlet, message(1, "k", "1")));
        assertTrue(why.startsWith("not now: " + host), why);
      }
    }
    assertEquals(List.of(), receiver.got);
    assertTrue(InetAddress.getByName("localhost").isLoopbackAddress(), "no longer guarded");
  }

  @Test
  void soManyAreOnTheirWayAtOnceAndSoManyWait() throws Exception {
    var gate = new CountDownLatch(1);
    var working = new AtomicInteger();
    var most = new AtomicInteger();
    receiver.answering =
        exchange -> {
          most.accumulateAndGet(working.incrementAndGet(), Math::max);
          gate.await();
          working.decrementAndGet();
          Receiver.status(exchange, 204, "");
        };
    try (var outlet = outlet(receiver, "concurrent = 2, waiting = 3")) {
      var handovers = new ArrayList<CompletableFuture<Handover>>();
      for (int i = 0; i < 8; i++) {
        handovers.add(outlet.deliver(message(i + 1, "k" + i, "1")).toCompletableFuture());
      }
      until(() -> working.get() == 2);
      var told = new HashMap<String, Integer>();
      handovers.stream()
          .filter(CompletableFuture::isDone)
          .forEach(done -> told.merge(why(done.join()), 1, Integer::sum));
      assertEquals(Map.of("not now: As many messages wait for 127.0.0.1 as may.", 3), told);
      gate.countDown();
      for (int i = 0; i < 5; i++) {
        assertInstanceOf(Handover.Accepted.class, handovers.get(i).get(20, TimeUnit.SECONDS));
      }
      assertEquals(2, most.get());
    }
  }

  @Test
  void whoeverClosesWaitsForNobody() throws Exception {
    var never = new CountDownLatch(1);
    receiver.answering = _ -> never.await();
    var outlet = outlet(receiver, "concurrent = 1");
    var first = outlet.deliver(message(1, "a", "1")).toCompletableFuture();
    var second = outlet.deliver(message(2, "b", "1")).toCompletableFuture();
    until(() -> receiver.got.size() == 1);
    outlet.close();
    outlet.close();
    assertTrue(why(first.get(20, TimeUnit.SECONDS)).startsWith("not now"));
    assertTrue(why(second.get(20, TimeUnit.SECONDS)).startsWith("not now"));
    assertEquals("not now: The webhook is closed.", why(deliver(outlet, message(3, "c", "1"))));
    assertEquals(1, receiver.got.size());
    never.countDown();
  }
}
