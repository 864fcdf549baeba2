package dev.holdfast.runtimes.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.outbound.AllowList;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that are busy, broken, slow or hostile. */
class HttpTroubleTest {
  private static final String QUICK =
      Given.LOOPBACK + ", retry { least = 1ms, most = 2ms }, answer = 2s, answer-bytes = 2 KiB";

  private Answering server = server();

  private static Answering server() {
    try {
      return Answering.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.close();
    server = server();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 502, 503, 504})
  void whatMayPassIsAskedAgain(int status) throws Exception {
    var asked = new AtomicInteger();
    server.decides =
        exchange ->
            Answering.send(exchange, asked.incrementAndGet() < 3 ? status : 200, "{\"reply\": 1}");
    assertEquals("1", decided().reply().toString());
    assertEquals(3, asked.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 413, 500, 501})
  void whatWouldBeTheSameAgainIsAskedOnce(int status) {
    server.decides = exchange -> Answering.send(exchange, status, "{\"error\": \"so\"}");
    Given.says(assertThrows(FunctionFailed.class, this::decided), status + ": {\"error\": \"so\"}");
    assertEquals(1, server.asked().size());
  }

  @Test
  void itGivesUpAfterItsTries() {
    server.decides = exchange -> Answering.send(exchange, 503, "busy");
    Given.says(assertThrows(FunctionFailed.class, this::decided), "503: busy (asked 4 times)");
    assertEquals(4, server.asked().size());
  }

  @Test
  void aRetryAfterThatNobodyHasTimeForEndsTheRequest() {
    server.decides =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "30");
          Answering.send(exchange, 429, "slow down");
        };
    Given.says(assertThrows(FunctionFailed.class, this::decided), "429: slow down");
    assertEquals(1, server.asked().size());
  }

  @Test
  void aConnectionThatEndsIsAskedAgainWithTheSameId() throws Exception {
    var asked = new AtomicInteger();
    server.decides =
        exchange -> {
          if (asked.incrementAndGet() == 1) {
            exchange.getResponseHeaders().set("Content-Length", "100");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            // Closed before the rest.
            throw new IOException("cut");
          }
          Answering.send(exchange, 200, "{\"reply\": 1}");
        };
    decided();
    List<Answering.Got> both = server.asked();
    assertEquals(both.getFirst().header("webhook-id"), both.getLast().header("webhook-id"));
    assertEquals(2, both.size());
    decided();
    assertNotEquals(
        both.getFirst().header("webhook-id"), server.asked().getLast().header("webhook-id"));
  }

  /** The guard of redirects: what is pointed to is there and is never asked. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreFailures(int status) throws Exception {
    try (Answering inside = Answering.start()) {
      server.decides =
          exchange -> {
            exchange
                .getResponseHeaders()
                .set("Location", inside.url("/latest/meta-data/").toString());
            Answering.send(exchange, status, "");
          };
      FunctionFailed failed = assertThrows(FunctionFailed.class, this::decided);
      Given.says(failed, status + ": redirects are not followed");
      Given.says(failed, "/latest/meta-data/");
      assertEquals(0, inside.connections());
      assertEquals(1, server.asked().size());
    }
  }

  @Test
  void anAnswerThatIsTooLongIsNotRead() {
    String long3 = "{\"reply\": \"" + "x".repeat(3000) + "\"}";
    server.decides = exchange -> Answering.send(exchange, 200, long3);
    Given.says(
        assertThrows(FunctionFailed.class, this::decided),
        "holdfast.runtimes.http.answer-bytes is 2048");
    assertEquals(1, server.asked().size());
  }

  /** Without a length, and without an end. */
  @Test
  void anAnswerWithoutAnEndIsGivenUp() {
    server.decides =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var part = new byte[1024];
          while (true) {
            exchange.getResponseBody().write(part);
          }
        };
    Given.says(
        assertThrows(FunctionFailed.class, this::decided),
        "holdfast.runtimes.http.answer-bytes is 2048");
  }

  @Test
  void packedAnswersAreNeitherAskedForNorUnpacked() {
    server.decides =
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
            out.write(new byte[1 << 20]);
          }
        };
    assertThrows(FunctionFailed.class, this::decided);
    assertEquals("", server.asked().getFirst().header("accept-encoding"));
  }

  /** One byte now and then keeps every timeout of a socket from passing. */
  @Test
  void anAnswerThatDripsEndsAtItsDeadline() {
    server.decides =
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
          }
        };
    long begun = System.nanoTime();
    Given.says(assertThrows(FunctionFailed.class, this::decided), "No answer within");
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(took.compareTo(Duration.ofMillis(2_500)) < 0, took.toString());
  }

  @Test
  void theDeadlineOfACallEndsItBeforeTheSetting() throws Exception {
    server.decides = exchange -> new CountDownLatch(1).await(5, TimeUnit.SECONDS);
    try (Loaded loaded = load(QUICK)) {
      FunctionRuntime counter = loaded.runtimes().getFirst();
      Invocation five = Given.invocation("counter", "add", "1", Given.NOBODY);
      var soon =
          new Invocation(
              five.id(),
              five.handler(),
              five.argument(),
              five.sequence(),
              five.now(),
              five.now().plusMillis(300),
              five.caller(),
              five.calls());
      long begun = System.nanoTime();
      assertThrows(FunctionFailed.class, () -> counter.decide(counter.empty(), soon));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, took.toString());
    }
  }

  @Test
  void anInterruptEndsTheRequestAndFreesItsConnection() throws Exception {
    var arrived = new CountDownLatch(1);
    server.decides =
        exchange -> {
          arrived.countDown();
          new CountDownLatch(1).await(5, TimeUnit.SECONDS);
        };
    try (Loaded loaded = load(QUICK + ", connections = 1")) {
      FunctionRuntime counter = loaded.runtimes().getFirst();
      var failed = new AtomicReference<Throwable>();
      Thread caller =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      decide(counter);
                    } catch (Exception e) {
                      failed.set(e);
                    }
                  });
      assertTrue(arrived.await(5, TimeUnit.SECONDS));
      caller.interrupt();
      assertTrue(caller.join(Duration.ofSeconds(1)));
      assertInstanceOf(FunctionFailed.class, failed.get());
      server.decides = exchange -> Answering.send(exchange, 200, "{\"reply\": 1}");
      assertEquals("1", decide(counter).reply().toString());
    }
  }

  @Test
  void noMoreAreAskedAtOnceThanMay() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    server.decides =
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
          now.decrementAndGet();
          Answering.send(exchange, 200, "{\"reply\": 1}");
        };
    var full = new AtomicInteger();
    try (Loaded loaded = load(QUICK + ", connections = 3, waiting = 10")) {
      FunctionRuntime counter = loaded.runtimes().getFirst();
      List<Thread> callers =
          IntStream.range(0, 40)
              .mapToObj(
                  _ ->
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                try {
                                  decide(counter);
                                } catch (Exception e) {
                                  full.incrementAndGet();
                                }
                              }))
              .toList();
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertEquals(3, most.get());
    assertTrue(full.get() > 0, "40 at once and room for 13");
    assertEquals(40 - full.get(), server.asked().size());
    assertTrue(server.connections() <= 4, "connections are kept: " + server.connections());
  }

  /** All that goes out is named here: nothing of a caller does. */
  @Test
  void aRequestCarriesTheseHeadersAndNoOthers() throws Exception {
    decided();
    Answering.Got got = server.asked().getFirst();
    assertEquals(
        Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "user-agent",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature"),
        got.headers().keySet());
    assertEquals("holdfast", got.header("user-agent"));
    assertEquals("application/json", got.header("content-type").split(";", -1)[0]);
    assertTrue(!got.body().contains("token"), got.body());
    assertTrue(got.body().contains("\"value\":{\"value\":0}"), got.body());
  }

  @Test
  void cookiesAreNotKept() throws Exception {
    server.decides =
        exchange -> {
          exchange.getResponseHeaders().set("Set-Cookie", "a=b");
          Answering.send(exchange, 200, "{\"reply\": 1}");
        };
    try (Loaded loaded = load(QUICK)) {
      decide(loaded.runtimes().getFirst());
      decide(loaded.runtimes().getFirst());
    }
    assertEquals("", server.asked().getLast().header("cookie"));
  }

  @Test
  void aSecretThatIsNotThereOrIsNoneIsToldWithoutIt() {
    for (String variable : List.of("NOWHERE", "BAD")) {
      var target =
          new HttpTarget(
              server.url(""), List.of(new SecretReference.Environment(variable)), new Token.None());
      UnloadableCode refused =
          assertThrows(
              UnloadableCode.class,
              () -> HttpServices.load("shop", target, Given.settings(QUICK), Given.surroundings()));
      assertTrue(!String.valueOf(refused.getMessage()).contains("whsec_abc"));
    }
    assertEquals(0, server.got().size());
  }

  @Test
  void nobodyListening() {
    URI nowhere = server.url("");
    server.close();
    UnloadableCode refused =
        assertThrows(
            UnloadableCode.class,
            () ->
                HttpServices.load(
                    "shop", Given.target(nowhere), Given.settings(QUICK), Given.surroundings()));
    Given.says(refused, "(asked 4 times)");
  }

  private Loaded load(String settings) throws Exception {
    return HttpServices.load(
        "shop", Given.target(server.url("/f")), Given.settings(settings), Given.surroundings());
  }

  private static Decision.Accepted decide(FunctionRuntime counter) throws Exception {
    return assertInstanceOf(
        Decision.Accepted.class,
        counter.decide(counter.empty(), Given.invocation("counter", "add", "1", Given.NOBODY)));
  }

  private Decision.Accepted decided() throws Exception {
    try (Loaded loaded = load(QUICK)) {
      return decide(loaded.runtimes().getFirst());
    }
  }

  @Test
  void theSettingsAreTheseByDefault() {
    HttpSettings settings = Given.settings("");
    assertEquals(Set.of(443), settings.ports());
    assertEquals(AllowList.NOBODY, settings.allow());
    assertEquals(16 << 20, settings.answerBytes());
    assertEquals(4, settings.attempts().tries());
  }
}
