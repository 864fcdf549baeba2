package dev.holdfast.connectors.webhook;

import static dev.holdfast.connectors.webhook.Receiver.message;
import static dev.holdfast.connectors.webhook.Receiver.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhookOutletTest {
  private static final String NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OLD = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:07.9Z");

  @TempDir private Path directory = Path.of("");
  private Receiver receiver = Objects.requireNonNull(receiver());

  private static Receiver receiver() {
    try {
      return new Receiver();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void forget() {
    receiver.got.clear();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private WebhookOutlet outlet(String... settings) {
    return at("http://127.0.0.1:" + receiver.port() + "/hook?a=b", settings);
  }

  private static WebhookOutlet at(String url, String... settings) {
    String block =
        "topic = orders, allow-private = true, url = \""
            + url
            + "\"\n"
            + String.join("\n", settings);
    return new WebhookOutlet(
        WebhookSettings.of("hook", ConfigFactory.parseString(block)),
        () -> NOW,
        Map.of("NEW", NEW, "OLD", OLD));
  }

  private static Handover deliver(WebhookOutlet outlet, TopicMessage message)
      throws ExecutionException, InterruptedException, TimeoutException {
    return outlet.deliver(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static String why(Handover handover) {
    return switch (handover) {
      case Handover.Accepted _ -> "accepted";
      case Handover.NotNow(var why) -> "not now: " + why;
      case Handover.Refused(var why) -> "refused: " + why;
    };
  }

  @Test
  void aMessageIsPostedAsASignedStructuredEvent() throws Exception {
    try (var outlet = outlet("secrets = [{ env = NEW }]")) {
      assertEquals("o-1", outlet.line(message(1, "o-1", "1")));
      assertEquals(
          new Handover.Accepted(), deliver(outlet, message(4711, "o-1", "{\"total\":1.50}")));
    }
    Receiver.Got got = receiver.got.getFirst();
    assertEquals("POST /hook?a=b", got.method() + " " + got.path());
    assertEquals("application/cloudevents+json; charset=utf-8", got.header("content-type"));
    assertTrue(got.text().contains("\"data\":{\"total\":1.50}"), got.text());
    assertEquals("17-4711-0", got.header("webhook-id"));
    assertEquals("1769904007", got.header("webhook-timestamp"));
    assertTrue(Receiver.verifies(got, NEW));
    assertTrue(!Receiver.verifies(got, OLD));
    CloudEvent event =
        HttpMessageFactory.createReader(got.headers(), got.text().getBytes(StandardCharsets.UTF_8))
            .toEvent();
    assertEquals("17-4711-0", event.getId());
    assertEquals("/services/orders/o-1", event.getSource().toString());
    assertEquals("orders", event.getType());
    assertEquals("o-1", event.getSubject());
  }

  @Test
  void aMessageIsPostedInBinaryModeOnDemand() throws Exception {
    try (var outlet = outlet("mode = binary, secrets = [{ env = NEW }]")) {
      TopicMessage message =
          message(
              1,
              "k",
              "\"<a/>\"",
              "id",
              "ü 1",
              "source",
              "/s",
              "type",
              "t",
              "datacontenttype",
              "text/xml");
      assertEquals("accepted", why(deliver(outlet, message)));
    }
    Receiver.Got got = receiver.got.getFirst();
    assertEquals("<a/>", got.text());
    assertEquals("text/xml", got.header("content-type"));
    assertEquals("%C3%BC%201", got.header("ce-id"));
    assertEquals("1.0", got.header("ce-specversion"));
    assertTrue(Receiver.verifies(got, NEW));
  }

  @Test
  void whileASecretIsReplacedBothSign() throws Exception {
    Path file = directory.resolve("secret");
    Files.writeString(file, NEW);
    try (var outlet = outlet("secrets = [{ file = \"" + file + "\" }, { env = OLD }]")) {
      deliver(outlet, message(1, "k", "1"));
      assertTrue(Receiver.verifies(receiver.got.getFirst(), NEW));
      assertTrue(Receiver.verifies(receiver.got.getFirst(), OLD));
      Files.writeString(file, "whsec_" + "B".repeat(32) + "\n");
      deliver(outlet, message(2, "k", "1"));
      assertTrue(!Receiver.verifies(receiver.got.getLast(), NEW));
      assertTrue(Receiver.verifies(receiver.got.getLast(), "B".repeat(32)));
      Files.delete(file);
      assertEquals(
          "not now: The secret's file cannot be read, or is longer than 4 KiB",
          why(deliver(outlet, message(3, "k", "1"))));
      assertEquals(2, receiver.got.size());
    }
  }

  @Test
  void theVectorOfTheStandardHolds() throws IOException {
    var signatures =
        new Signatures(List.of(new SecretSource.Environment("NEW")), Map.of("NEW", NEW));
    Map<String, String> headers =
        signatures.headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1614265330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers.get("webhook-signature"));
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    try (var outlet = outlet()) {
      deliver(outlet, message(1, "k", "1"));
      assertEquals("", receiver.got.getFirst().header("webhook-signature"));
      assertEquals("17-1-0", receiver.got.getFirst().header("webhook-id"));
    }
  }

  @Test
  void theStatusDecides() throws Exception {
    try (var outlet = outlet()) {
      for (int status : new int[] {200, 201, 202, 204, 299}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals("accepted", why(deliver(outlet, message(status, "k", "1"))));
      }
      for (int status : new int[] {408, 425, 429, 500, 501, 502, 503, 504, 599}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals(
            "not now: Answered " + status + ".", why(deliver(outlet, message(status, "k", "1"))));
      }
      for (int status : new int[] {400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 499}) {
        receiver.answering = exchange -> Receiver.status(exchange, status, "");
        assertEquals(
            "refused: Answered " + status + ".", why(deliver(outlet, message(status, "k", "1"))));
      }
    }
  }

  @Test
  void whatTheOtherSideSaysIsTold() throws Exception {
    try (var outlet = outlet()) {
      receiver.answering =
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            Receiver.status(exchange, 503, "come\r\nback\u0007 later" + "x".repeat(1_000));
          };
      String why = why(deliver(outlet, message(1, "k", "1")));
      assertTrue(why.startsWith("not now: Answered 503: come back laterxxx"), why);
      assertTrue(why.endsWith("x (Retry-After: 120)"), why);
      assertTrue(why.length() < 300, why);
      receiver.answering =
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "<script>");
            Receiver.status(exchange, 429, "");
          };
      assertEquals("not now: Answered 429.", why(deliver(outlet, message(2, "k", "1"))));
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (var outlet = outlet()) {
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
    try (var outlet = outlet("response-timeout = 300ms")) {
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
      try (var outlet = outlet("response-timeout = 500ms")) {
        assertEquals(
            status == 200 ? "accepted" : "not now: Answered 500.",
            why(deliver(outlet, message(status, "k", "1"))));
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
    try (var outlet = outlet("response = 64 KiB")) {
      assertTrue(why(deliver(outlet, message(1, "k", "1"))).startsWith("not now: Answered 500"));
      receiver.answering = exchange -> Receiver.status(exchange, 204, "");
      assertEquals("accepted", why(deliver(outlet, message(2, "k", "1"))));
    }
    assertTrue(written.get() < 100_000_000, written.toString());
  }

  @Test
  void aServerThatBreaksOffIsTriedAgain() throws Exception {
    try (var outlet = outlet()) {
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
              WebhookSettings.of("hook", ConfigFactory.parseString(block)), () -> NOW, Map.of())) {
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
    try (var outlet = outlet("concurrent = 2, waiting = 3")) {
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
    var outlet = outlet("concurrent = 1");
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
