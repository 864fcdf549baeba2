package dev.holdfast.cluster;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The slices that this node is taking over from another, or from nobody: what an operator sees of a
 * hand-off. It is under way from the moment the shard asks until it may write.
 */
public final class TakeOvers implements SliceClaims.Slices {
  private final SliceClaims.Slices slices;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile LongConsumer taken = nanos -> {};

  TakeOvers(SliceClaims.Slices slices) {
    this.slices = slices;
  }

  public int underWay() {
    return underWay.get();
  }

  /** Is told how long each took, in nanoseconds; failures are not told. */
  public void whenTaken(LongConsumer listener) {
    taken = listener;
  }

  @Override
  public CompletionStage<Long> claim(int slice) {
    long start = System.nanoTime();
    underWay.incrementAndGet();
    return slices
        .claim(slice)
        .whenComplete(
            (_, failure) -> {
              underWay.decrementAndGet();
              if (failure == null) {
                taken.accept(System.nanoTime() - start);
              }
            });
  }

  @Override
  public boolean holds(int slice, long epoch) {
    return slices.holds(slice, epoch);
  }

  @Override
  public void whenLost(Consumer<Set<Integer>> listener) {
    slices.whenLost(listener);
  }
}
