package dev.holdfast.connectors.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.outbound.Backoff;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkTest {
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

  private final Status status = new Status("in", Clock.systemUTC());

  @Test
  void whateverTheWorkDoesItIsTriedAgainUntilItIsStopped() throws InterruptedException {
    var tries = new AtomicInteger();
    var fifth = new CountDownLatch(1);
    var link =
        new Link(
            status,
            QUICK,
            presence -> {
              switch (tries.incrementAndGet()) {
                case 1 -> throw new IOException("refused");
                case 2 -> throw new IllegalStateException("a bug");
                case 3 -> {}
                case 4 -> throw new CompletionException(new IOException("reset"));
                default -> {
                  presence.connected();
                  fifth.countDown();
                  while (!presence.isStopping()) {
                    Thread.onSpinWait();
                  }
                }
              }
            });
    link.start();
    assertTrue(fifth.await(30, TimeUnit.SECONDS));
    assertInstanceOf(Phase.Running.class, status.phase());
    assertEquals("reset", status.failure().orElseThrow().text());
    assertEquals(1, status.counts().numbers().connections());
    link.stop();
    link.ended().toCompletableFuture().join();
    assertInstanceOf(Phase.Stopped.class, status.phase());
  }

  @Test
  void aPauseEndsWhenItIsStopped() {
    var link =
        new Link(
            status,
            new Backoff(Duration.ofHours(1), Duration.ofHours(1)),
            _ -> {
              throw new IOException("refused");
            });
    link.start();
    while (status.failure().isEmpty()) {
      Thread.onSpinWait();
    }
    assertInstanceOf(Phase.Connecting.class, status.phase());
    link.stop();
    link.ended().toCompletableFuture().join();
  }

  @Test
  void aFailureIsToldInOneLineWithWhatItsCausesSay() {
    assertEquals("reset", Status.text(new CompletionException(new IOException("reset"))));
    assertEquals(
        "connection error: reset",
        Status.text(new IOException("connection error", new IOException("reset"))));
    assertEquals("a b", Status.text(new IOException(" a\n b")));
    assertEquals("IOException", Status.text(new IOException()));
    assertEquals("the connection was closed", Status.text(new ClosedChannelException()));
    assertEquals("no answer in time", Status.text(new TimeoutException()));
    assertEquals(301, Status.text(new IOException("x".repeat(1000))).length());
  }
}
