package dev.holdfast.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Slices in memory that a test can lose. */
final class MadeUpSlices implements SliceClaims.Slices {
  final AtomicInteger claims = new AtomicInteger();
  final List<Consumer<Set<Integer>>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();
  private final AtomicLong latest = new AtomicLong();
  private volatile boolean losesTheNext;
  private volatile CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);

  /** The next claim is lost again before its claimer hears of it. */
  void loseTheNextAtOnce() {
    losesTheNext = true;
  }

  /** Claims are made at once and answered after {@link #answer}. */
  void answersLate() {
    answered = new CompletableFuture<>();
  }

  void answer() {
    answered.complete(null);
  }

  void loseAll() {
    Set<Integer> lost = Set.copyOf(epochs.keySet());
    epochs.clear();
    listeners.forEach(listener -> listener.accept(lost));
  }

  @Override
  public CompletionStage<Long> claim(int slice) {
    claims.incrementAndGet();
    long epoch = latest.incrementAndGet();
    epochs.put(slice, epoch);
    if (losesTheNext) {
      losesTheNext = false;
      loseAll();
    }
    return answered.thenApply(_ -> epoch);
  }

  @Override
  public boolean holds(int slice, long epoch) {
    return epochs.getOrDefault(slice, 0L) == epoch;
  }

  @Override
  public void whenLost(Consumer<Set<Integer>> listener) {
    listeners.add(listener);
  }
}
