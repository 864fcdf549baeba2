package dev.holdfast.cluster;

import dev.holdfast.journal.Journal;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.setup.Setup;

/** How this node takes slices over; handed to the actor system, where the leases find it. */
public final class SliceClaims extends Setup {
  private final TakeOvers takeOvers;

  public SliceClaims(Slices slices) {
    this.takeOvers = new TakeOvers(slices);
  }

  public static SliceClaims of(Journal journal) {
    return new SliceClaims(
        new Slices() {
          @Override
          public CompletionStage<Long> claim(int slice) {
            return journal.claim(slice);
          }

          @Override
          public boolean holds(int slice, long epoch) {
            return journal.holds(slice, epoch);
          }

          @Override
          public void whenLost(Consumer<Set<Integer>> listener) {
            journal.whenLost(listener);
          }
        });
  }

  /** The slices of this node, as the leases need them. */
  public interface Slices {
    /** Takes a slice from whoever owns it; completed with its new epoch. */
    CompletionStage<Long> claim(int slice);

    /** Whether the slice is held at the epoch, as far as this node knows. */
    boolean holds(int slice, long epoch);

    /** Hears of slices after they are no longer held at the epoch at which they were. */
    void whenLost(Consumer<Set<Integer>> listener);
  }

  /** What is under way, for whoever watches. */
  public TakeOvers takeOvers() {
    return takeOvers;
  }

  Slices slices() {
    return takeOvers;
  }
}
