package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a stopping node lets go of its callers, over real sockets. */
class DrainTest {
  private static final String HEAD =
      HostileClient.ADD + HostileClient.JSON + "Content-Length: 1\r\n\r\n";
  private static final String ADD = HEAD + "1";
  private static final String LAST = "Connection: close";
  private static final Duration LONG = Duration.ofSeconds(15);

  @Test
  void aRequestThatComesAfterTheDrainBeganIsAnsweredAndItsConnectionClosed() throws Exception {
    try (var edge = lastRequestWithin("15s")) {
      List<RawClient> kept = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        kept.add(served(edge));
      }
      long start = System.nanoTime();
      var drained = drain(edge, LONG);
      for (RawClient client : kept) {
        String response = client.write(ADD).response();
        assertEquals(200, RawClient.status(response), response);
        assertTrue(response.contains(LAST), response);
        assertTrue(client.isClosedByServer());
        client.close();
      }
      drained.join();
      assertEquals(16, edge.services.calls.size());
      assertTrue(since(start).toSeconds() < 10, "nobody is left to wait for");
    }
  }

  @Test
  void aConnectionThatStaysIdleIsClosedAfterItsTime() throws Exception {
    try (var edge = lastRequestWithin("400ms");
        RawClient idle = served(edge)) {
      long start = System.nanoTime();
      var drained = drain(edge, LONG);
      assertTrue(idle.isClosedByServer());
      Duration closed = since(start);
      drained.join();
      assertTrue(closed.toMillis() >= 350, closed + " is too short for what is on its way");
      assertTrue(since(start).toSeconds() < 10);
    }
  }

  @Test
  void aDrainWithoutConnectionsIsOverAtOnce() throws Exception {
    try (var edge = lastRequestWithin("15s")) {
      long start = System.nanoTime();
      drain(edge, LONG).join();
      assertTrue(since(start).toSeconds() < 5);
    }
  }

  @Test
  void aRequestInWorkIsAnsweredLongAfterIdleConnectionsAreClosed() throws Exception {
    try (var edge = lastRequestWithin("200ms");
        RawClient idle = served(edge);
        RawClient busy = served(edge);
        RawClient sending = served(edge)) {
      edge.services.gate = new CompletableFuture<>();
      busy.write(ADD);
      sending.write(HEAD);
      while (edge.services.calls.size() < 4) {
        Thread.onSpinWait();
      }
      var drained = drain(edge, LONG);
      assertTrue(idle.isClosedByServer());
      assertFalse(drained.isDone());
      sending.write("1");
      edge.services.gate.complete(null);
      for (RawClient client : List.of(busy, sending)) {
        String response = client.response();
        assertEquals(200, RawClient.status(response), response);
        assertTrue(response.contains(LAST), response);
      }
      drained.join();
    }
  }

  @Test
  void whatFollowsOnAConnectionThatGotItsLastAnswerIsNotDone() throws Exception {
    try (var edge = lastRequestWithin("15s");
        RawClient client = served(edge)) {
      var drained = drain(edge, LONG);
      String response = client.write(ADD + ADD).response();
      assertTrue(response.contains(LAST), response);
      assertTrue(client.isClosedByServer());
      drained.join();
      assertEquals(2, edge.services.calls.size(), "a command was done and not answered");
    }
  }

  @Test
  void newConnectionsAreRefused() throws Exception {
    try (var edge = lastRequestWithin("15s");
        RawClient open = served(edge)) {
      var drained = drain(edge, LONG);
      open.write(ADD).response();
      drained.join();
      int port = edge.binding.address().getPort();
      assertThrows(ConnectException.class, () -> new RawClient(port).close());
    }
  }

  @Test
  void whatIsStillInWorkWhenTheTimeIsUpIsCut() throws Exception {
    try (var edge = lastRequestWithin("200ms");
        RawClient busy = served(edge)) {
      edge.services.gate = new CompletableFuture<>();
      busy.write(ADD);
      while (edge.services.calls.size() < 2) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      drain(edge, Duration.ofMillis(600)).join();
      assertTrue(since(start).toMillis() >= 550);
      assertTrue(since(start).toSeconds() < 5);
      assertTrue(busy.isClosedByServer());
    }
  }

  private static EdgeFixture lastRequestWithin(String time) {
    return new EdgeFixture("holdfast.edge.connections.last-request = " + time);
  }

  /** A connection that is kept alive: one request of it has been answered. */
  private static RawClient served(EdgeFixture edge) throws IOException {
    var client = new RawClient(edge.binding.address().getPort());
    String response = client.write(ADD).response();
    assertEquals(200, RawClient.status(response), response);
    assertFalse(response.contains(LAST), response);
    return client;
  }

  private static CompletableFuture<?> drain(EdgeFixture edge, Duration most) {
    return edge.binding.drain(most).toCompletableFuture();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
