package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.edge.ScriptedRuntime.Done;
import dev.holdfast.edge.ScriptedRuntime.Shape;
import dev.holdfast.protocol.ServiceDescription;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** User code that reads the past ends like all user code: at the deadline, whatever it does. */
class PastDeadlineTest {
  private static final List<String> LATE = List.of("504", "deadline-exceeded");
  private static final int READS = 2;
  private static final int RUNAWAYS = 3;

  private final EdgeFixture edge =
      new EdgeFixture(
          "holdfast.edge.reads.concurrent = " + READS,
          "holdfast.services.handlers.most-runaways-per-service = " + RUNAWAYS);
  private final AtomicBoolean released = new AtomicBoolean();
  private final AtomicBoolean slowFold = new AtomicBoolean();
  private final CountDownLatch interrupted = new CountDownLatch(1);

  PastDeadlineTest() {
    ScriptedRuntime stubborn =
        new ScriptedRuntime("stubborn", ServiceDescription.Kind.ENTITY)
            .command("set", Shape.PLAIN, (state, nothing) -> new Done.Changed(Map.of("on", 1), 1))
            .query("spin", Shape.PLAIN, (state, nothing) -> spin())
            .query("wait", Shape.PLAIN, (state, nothing) -> waitForever())
            .query("on", Shape.PLAIN, (state, nothing) -> Optional.of(state.path("on")));
    stubborn.beforeFold(
        () -> {
          if (slowFold.get()) {
            var _ = spin();
          }
        });
    edge.services.deploy(EdgeFixture.counter(), stubborn);
    assertEquals(200, edge.post("/v1/services/stubborn/it/set", "").statusCode());
    edge.add("other", 1);
  }

  @AfterEach
  void release() {
    released.set(true);
    edge.close();
  }

  private Optional<Object> spin() {
    while (!released.get()) {
      Thread.onSpinWait();
    }
    return Optional.of(true);
  }

  private Optional<Object> waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return Optional.of(true);
  }

  private HttpResponse<String> past(String query) {
    return edge.get("/v1/services/stubborn/it/" + query + "?at=1", "Holdfast-Timeout", "200ms");
  }

  @Test
  void aPastQueryThatWaitsIsAnsweredAtItsDeadlineAndInterrupted() throws Exception {
    assertEquals(LATE, codes(past("wait")));
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    assertEquals(200, past("on").statusCode());
  }

  @Test
  void pastQueriesThatNeverEndKeepNoReaderFromOthersAndAreHeldBack() {
    for (int i = 0; i < RUNAWAYS; i++) {
      assertEquals(LATE, codes(past("spin")));
    }
    assertTrue(RUNAWAYS > READS);
    assertEquals(200, edge.get("/v1/services/counter/other/value?at=1").statusCode());

    long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    HttpResponse<String> held = past("on");
    while (held.statusCode() == 200 && System.nanoTime() < patience) {
      held = past("on");
    }
    assertEquals(List.of("503", "overloaded"), codes(held));
    assertEquals(200, edge.get("/v1/services/counter/other/value?at=1").statusCode());

    released.set(true);
    HttpResponse<String> free = past("on");
    while (free.statusCode() != 200 && System.nanoTime() < patience) {
      free = past("on");
    }
    assertEquals(200, free.statusCode());
  }

  @Test
  void aFoldThatNeverEndsIsLeftAtTheDeadlineToo() {
    slowFold.set(true);
    assertEquals(LATE, codes(past("on")));
    slowFold.set(false);
    assertEquals(200, past("on").statusCode());
  }
}
