package dev.holdfast.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The lease a shard takes before it makes its first entity: a claim of its slice in the journal.
 *
 * <p>Invariant: acquiring steals. Whoever held the slice can append nothing from then on, so there
 * is no time to live to wait out and nothing to release. A shard whose epoch is no longer held is
 * told once; it stops with its entities, and claims again when it is next needed, but not at once:
 * a node that stood still and was given up must learn that before it takes slices from its heirs.
 *
 * <p>Pekko keeps one lease a shard for as long as the actor system lives, and every incarnation of
 * the shard acquires it anew, after the one before it has stopped and released it. What an earlier
 * incarnation still waits for ends there: its claim would steal the slice from its new home.
 */
public final class SliceLease extends Lease {
  private final LeaseSettings settings;
  private final SliceClaims.Slices slices;
  private final int slice;
  private final AtomicBoolean listening = new AtomicBoolean();
  private final Duration takeBackAfter;
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

  /** Counts acquires and releases: only the latest acquire counts, and none after a release. */
  private final AtomicLong turns = new AtomicLong();

  private volatile boolean lostBefore;
  private volatile long lostNanos;

  /** What one incarnation of the shard has acquired, and how it is told that it is gone. */
  private record Held(long epoch, Consumer<Optional<Throwable>> whenLost) {}

  /** Called by Pekko, which finds this class by the setting {@code lease-class}. */
  public SliceLease(LeaseSettings settings, ExtendedActorSystem system) {
    this(
        settings,
        system
            .settings()
            .setup()
            .get(SliceClaims.class)
            .orElseThrow(() -> new IllegalStateException("The node set no claims up."))
            .slices());
  }

  SliceLease(LeaseSettings settings, SliceClaims.Slices slices) {
    this.settings = settings;
    this.slices = slices;
    this.takeBackAfter = settings.leaseConfig().getDuration("take-back-after");
    String name = settings.leaseName();
    this.slice = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(reason -> {});
  }

  /**
   * Always succeeds or fails, and never with false: a slice that is lost again before the shard
   * hears that it has it is told as lost, so that the shard stops instead of taking it back at once
   * from who has just claimed it.
   */
  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
    // Not in the constructor: Pekko makes some leases twice and throws one away.
    if (listening.compareAndSet(false, true)) {
      slices.whenLost(
          lost -> {
            if (lost.contains(slice)) {
              check();
            }
          });
    }
    long turn = turns.incrementAndGet();
    return claim(turn)
        .thenApply(
            epoch -> {
              hold(turn, new Held(epoch, leaseLost));
              // A loss before this line was told to nobody.
              check();
              return true;
            });
  }

  private CompletionStage<Long> claim(long turn) {
    long waits = lostBefore ? takeBackAfter.toNanos() - (System.nanoTime() - lostNanos) : 0;
    if (waits <= 0) {
      return slices.claim(slice);
    }
    Executor later = CompletableFuture.delayedExecutor(waits, TimeUnit.NANOSECONDS);
    return CompletableFuture.supplyAsync(
            () -> {
              insistOn(turn);
              return slices.claim(slice);
            },
            later)
        .thenCompose(claim -> claim);
  }

  /** Not between a release's two lines: nobody would let go of what is held after it. */
  private synchronized void hold(long turn, Held acquired) {
    insistOn(turn);
    held.set(acquired);
  }

  private void insistOn(long turn) {
    if (turns.get() != turn) {
      throw new IllegalStateException("The shard of slice " + slice + " has stopped meanwhile");
    }
  }

  private void check() {
    Held mine = held.get();
    if (mine != null && !slices.holds(slice, mine.epoch()) && held.compareAndSet(mine, null)) {
      lostNanos = System.nanoTime();
      lostBefore = true;
      mine.whenLost().accept(Optional.empty());
    }
  }

  @Override
  public synchronized CompletionStage<Boolean> release() {
    turns.incrementAndGet();
    held.set(null);
    return CompletableFuture.completedStage(true);
  }

  @Override
  public boolean checkLease() {
    Held mine = held.get();
    return mine != null && slices.holds(slice, mine.epoch());
  }
}
