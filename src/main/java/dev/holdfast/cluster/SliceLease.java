package dev.holdfast.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;

/**
 * The lease a shard takes before it makes its first entity: a claim of its slice in the journal.
 *
 * <p>Invariant: acquiring steals. Whoever held the slice can append nothing from then on, so there
 * is no time to live to wait out and nothing to release.
 */
public final class SliceLease extends Lease {
  private final LeaseSettings settings;
  private final SliceClaims claims;
  private final int slice;
  private volatile boolean held;

  /** Called by Pekko, which finds this class by the setting {@code lease-class}. */
  public SliceLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.claims =
        system
            .settings()
            .setup()
            .get(SliceClaims.class)
            .orElseThrow(() -> new IllegalStateException("The node set no claims up."));
    String name = settings.leaseName();
    this.slice = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return claims
        .claim(slice)
        .thenApply(
            epoch -> {
              held = true;
              return true;
            });
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
    return acquire();
  }

  @Override
  public CompletionStage<Boolean> release() {
    held = false;
    return CompletableFuture.completedStage(true);
  }

  @Override
  public boolean checkLease() {
    return held;
  }
}
