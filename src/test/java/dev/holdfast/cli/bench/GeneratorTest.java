package dev.holdfast.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The generator against a server that counts for itself. */
class GeneratorTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server = start();
  private final AtomicLong arrived = new AtomicLong();

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  @Test
  void acknowledgedIsWhatTheServerDid() throws IOException {
    Map<String, AtomicLong> perPath = new ConcurrentHashMap<>();
    serve(
        exchange -> {
          perPath
              .computeIfAbsent(exchange.getRequestURI().getPath(), _ -> new AtomicLong())
              .incrementAndGet();
          assertEquals("1", body(exchange));
          answer(exchange, 200, "17");
        });
    Measured measured = run(Requests.post("/counters/*/add", 3, "1"), 8);
    assertEquals(Set.of("/counters/0/add", "/counters/1/add", "/counters/2/add"), perPath.keySet());
    assertEquals(arrived.get(), measured.acknowledged());
    assertEquals(0, measured.errors());
    assertTrue(measured.answered() > 0 && measured.answered() < measured.acknowledged());
    assertEquals(measured.answered(), measured.latencies().count());
    long most = perPath.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
    long least = perPath.values().stream().mapToLong(AtomicLong::get).min().orElse(0);
    assertTrue(most - least <= 1, "the keys take turns");
  }

  @Test
  void everyKindOfFailureIsCountedApart() throws IOException {
    AtomicLong good = new AtomicLong();
    AtomicLong bad = new AtomicLong();
    serve(
        exchange -> {
          long number = arrived.get();
          if (number % 7 == 0) {
            bad.incrementAndGet();
            answer(exchange, 429, "{}");
          } else if (number % 5 == 0) {
            answer(exchange, 503, "{}");
          } else {
            good.incrementAndGet();
            answer(exchange, 204, "");
          }
        });
    Measured measured = run(Requests.post("/", 1, "1"), 1);
    assertEquals(good.get(), measured.acknowledged());
    assertEquals(bad.get(), measured.refused());
    assertEquals(arrived.get() - good.get() - bad.get(), measured.unknown());
    assertTrue(measured.unknown() > 0);
  }

  @Test
  void aConnectionThatIsCutCountsAsUnknownAndIsOpenedAgain() throws IOException {
    serve(
        exchange -> {
          if (arrived.get() % 3 == 0) {
            exchange.close();
          } else {
            answer(exchange, 200, "1");
          }
        });
    Measured measured = run(Requests.get("/"), 2);
    assertTrue(measured.unknown() > 1);
    assertTrue(measured.acknowledged() > 1);
    assertEquals(arrived.get(), measured.acknowledged() + measured.unknown());
  }

  @Test
  void noIdempotencyKeyIsUsedTwice() throws IOException {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    serve(
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          answer(exchange, 200, "1");
        });
    run(Requests.unique("/counters/*/add", 5, "1", 1_000), 4);
    assertEquals(arrived.get(), keys.size());
    assertTrue(keys.contains("\"0000000000001000\""));
  }

  @Test
  void theLatencyIsTheServersAndNotLess() throws IOException {
    serve(
        exchange -> {
          long end = System.nanoTime() + 3_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          answer(exchange, 200, "1");
        });
    Measured measured = run(Requests.get("/"), 1);
    assertTrue(measured.latencies().percentileMillis(0.01) >= 3);
  }

  @Test
  void anAnswerWithoutALengthIsRefusedNotGuessed() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('1');
          exchange.close();
        });
    assertThrows(Answer.UnreadableAnswer.class, () -> run(Requests.get("/"), 1));
  }

  @Test
  void aPaceIsKeptAndTheLoopIsNotClosed() throws IOException {
    serve(exchange -> answer(exchange, 200, "1"));
    Measured measured =
        Generator.run(
            new Load(
                server.getAddress(),
                Requests.get("/"),
                8,
                Duration.ZERO,
                Duration.ofMillis(500),
                100,
                ""));
    assertTrue(arrived.get() >= 20 && arrived.get() <= 51, "arrived: " + arrived.get());
    assertEquals(arrived.get(), measured.acknowledged());
  }

  @Test
  void answersOfAnotherNodeAreToldApartByTheirHeader() throws IOException {
    serve(
        exchange -> {
          String node = arrived.get() % 4 == 0 ? "a:1" : "b:2";
          exchange.getResponseHeaders().set("Holdfast-Node", node);
          answer(exchange, 200, "1");
        });
    Measured measured =
        Generator.run(
            new Load(
                server.getAddress(),
                Requests.get("/"),
                1,
                Duration.ZERO,
                Duration.ofMillis(300),
                0,
                "a:1"));
    long here = measured.here().count();
    long elsewhere = measured.elsewhere().count();
    assertEquals(measured.latencies().count(), here + elsewhere);
    assertTrue(Math.abs(elsewhere - 3 * here) <= 4, here + " and " + elsewhere);
  }

  private Measured run(Requests requests, int connections) throws IOException {
    return Generator.run(
        new Load(
            server.getAddress(),
            requests,
            connections,
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            0,
            ""));
  }

  private void serve(HttpHandler handler) {
    server.createContext(
        "/",
        exchange -> {
          arrived.incrementAndGet();
          handler.handle(exchange);
        });
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private HttpServer start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer started = HttpServer.create(address, 0);
      started.setExecutor(threads);
      started.start();
      return started;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
