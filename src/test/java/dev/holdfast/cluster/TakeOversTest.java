package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TakeOversTest {
  private final List<CompletableFuture<Long>> asked = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final TakeOvers takeOvers = new TakeOvers(new Slow());

  /** Claims that end when the test says so. */
  private final class Slow implements SliceClaims.Slices {
    @Override
    public CompletionStage<Long> claim(int slice) {
      var claim = new CompletableFuture<Long>();
      asked.add(claim);
      return claim;
    }

    @Override
    public boolean holds(int slice, long epoch) {
      return true;
    }

    @Override
    public void whenLost(Consumer<Set<Integer>> listener) {}
  }

  @Test
  void aSliceIsUnderWayUntilItIsTakenOrNot() {
    takeOvers.whenTaken(times::add);
    CompletionStage<Long> first = takeOvers.claim(1);
    takeOvers.claim(2);
    assertEquals(2, takeOvers.underWay());
    asked.get(0).complete(9L);
    assertEquals(9L, first.toCompletableFuture().join());
    assertEquals(1, takeOvers.underWay());
    asked.get(1).completeExceptionally(new IllegalStateException("the database is away"));
    assertEquals(0, takeOvers.underWay());
    assertEquals(1, times.size(), "a failure is no hand-off");
    assertTrue(times.getFirst() >= 0);
  }
}
