package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients that go away in the middle are everyday life, and nothing for the log. */
class DisconnectTest {
  private static final String HEAD =
      HostileClient.ADD + HostileClient.JSON + "Content-Length: 100000\r\n\r\n";
  private static final String CHUNKED =
      HostileClient.ADD + HostileClient.JSON + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String ADD =
      HostileClient.ADD + HostileClient.JSON + "Content-Length: 1\r\n\r\n1";
  private static final String FOLLOW =
      "GET /v1/services/counter/a/events HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @Test
  void whoeverGoesAwayInTheMiddleIsNotWorthAWarning() throws Exception {
    try (var log = Warnings.listen();
        var edge = new EdgeFixture("holdfast.edge.follow.heartbeat = 50ms")) {
      edge.add("a", 1);
      for (boolean reset : List.of(true, false)) {
        leave(edge, reset, "POST /v1/serv");
        leave(edge, reset, HEAD + "1234");
        leave(edge, reset, CHUNKED + "5\r\n123");
        leave(edge, reset, HEAD.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        var gate = new CompletableFuture<Void>();
        edge.services.gate = gate;
        int calls = edge.services.calls.size();
        leave(edge, reset, ADD);
        leave(edge, reset, ADD + ADD);
        while (edge.services.calls.size() < calls + 2) {
          Thread.onSpinWait();
        }
        gate.complete(null);
        try (var follower = new RawClient(port(edge))) {
          String response = follower.write(FOLLOW).response();
          assertEquals(200, RawClient.status(response), response);
          if (reset) {
            follower.reset();
          }
        }
        while (edge.journal.followers("counter/a") > 0) {
          Thread.onSpinWait();
        }
      }
      assertEquals(200, edge.get("/v1/services").statusCode());
      assertEquals(List.of(), List.copyOf(log.seen));
    }
  }

  @Test
  void whoeverGoesAwayJustWhenItsAnswerComesIsNotWorthAWarning() throws Exception {
    var random = new Random(7);
    try (var log = Warnings.listen();
        var edge = new EdgeFixture()) {
      for (int i = 0; i < 300; i++) {
        var gate = new CompletableFuture<Void>();
        edge.services.gate = gate;
        int calls = edge.services.calls.size();
        var client = new RawClient(port(edge));
        client.write(ADD);
        while (edge.services.calls.size() == calls) {
          Thread.onSpinWait();
        }
        int pause = random.nextInt(3_000_000);
        Thread answer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      LockSupport.parkNanos(pause);
                      gate.complete(null);
                    });
        LockSupport.parkNanos(random.nextInt(3_000_000));
        if (random.nextBoolean()) {
          client.reset();
        }
        client.close();
        answer.join();
      }
      assertEquals(200, edge.get("/v1/services").statusCode());
      assertEquals(List.of(), List.copyOf(log.seen));
    }
  }

  private static int port(EdgeFixture edge) {
    return edge.binding.address().getPort();
  }

  private static void leave(EdgeFixture edge, boolean reset, String after) throws IOException {
    try (var client = new RawClient(port(edge))) {
      client.write(after);
      // What was sent has been read, or the reset would overtake it.
      assertEquals(200, edge.get("/v1/services").statusCode());
      if (reset) {
        client.reset();
      }
    }
  }

  /** Everything that is logged meanwhile and is worse than news. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger ROOT =
        (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    static Warnings listen() {
      var warnings = new Warnings();
      warnings.start();
      ROOT.addAppender(warnings);
      return warnings;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        seen.add(event.getLoggerName() + " " + event);
      }
    }

    @Override
    public void close() {
      ROOT.detachAppender(this);
    }
  }
}
