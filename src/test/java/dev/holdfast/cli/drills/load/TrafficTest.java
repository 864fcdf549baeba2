package dev.holdfast.cli.drills.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.cli.local.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers against a server that fails as it is told, and a node that is not there. */
@Timeout(60)
class TrafficTest {
  private static final int INSTANCES = 10;

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<String, AtomicInteger> added = new ConcurrentHashMap<>();
  private final Map<String, Boolean> keys = new ConcurrentHashMap<>();

  TrafficTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          int number = requests.incrementAndGet();
          if (number % 7 == 0) {
            answer(exchange, 503, "{\"code\":\"not-ready\"}");
            return;
          }
          String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          if (key.equals("null") || keys.putIfAbsent(key, true) == null) {
            added
                .computeIfAbsent(exchange.getRequestURI().getPath(), _ -> new AtomicInteger())
                .incrementAndGet();
          }
          if (number % 11 == 0) {
            // Written, but nobody is told.
            answer(exchange, 503, "{\"code\":\"outcome-unknown\"}");
            return;
          }
          exchange.getResponseHeaders().set("Holdfast-Node", "a:1");
          answer(exchange, 200, "1");
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everyCallEndsOnceAndTheSumsAreRight() {
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free(1).getFirst());
    var plan = new Traffic.Plan(List.of(server.getAddress(), nobody), "t-", INSTANCES, 1000);
    try (Traffic traffic = Traffic.start(plan)) {
      while (requests.get() < 300) {
        LockSupport.parkNanos(1_000_000);
      }
      traffic.stop();
      Counts counts = traffic.counts();
      assertEquals(0, counts.failed(), counts.toString());
      assertTrue(counts.unknown() > 0, counts.toString());
      assertTrue(counts.reasons().containsKey("again: no connection"), counts.toString());
      assertTrue(counts.reasons().containsKey("again: 503 not-ready"), counts.toString());
      assertTrue(counts.reasons().containsKey("again: 503 outcome-unknown"), counts.toString());
      long[] found = new long[INSTANCES];
      for (int i = 0; i < INSTANCES; i++) {
        found[i] = added.getOrDefault(plan.path(i) + "/add", new AtomicInteger()).get();
      }
      Ledger.Balance balance = traffic.ledger().balance(found);
      assertTrue(balance.isRight(), balance.toString());
      assertEquals(counts.acknowledged(), balance.acknowledged());
      assertEquals(counts.unknown(), balance.perhaps());
      assertEquals(INSTANCES, traffic.homes().of("a:1").size());
      found[0]--;
      found[UNKEYED]++;
      assertEquals(1, traffic.ledger().balance(found).lost());
    }
  }

  @Test
  void theRateRisesEvenlyAndThenStays() {
    long second = 1_000_000_000L;
    long rise = Traffic.RISE.toSeconds();
    assertEquals(rise * second, Traffic.dueNanos(500 * rise, 1000));
    assertEquals(rise * second / 2, Traffic.dueNanos(125 * rise, 1000));
    assertEquals((rise + 1) * second, Traffic.dueNanos(500 * rise + 1000, 1000));
  }

  private static final int UNKEYED = Traffic.UNKEYED_OF - 1;

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
