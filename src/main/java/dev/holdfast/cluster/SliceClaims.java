package dev.holdfast.cluster;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.setup.Setup;

/** How this node takes slices over; handed to the actor system, where the leases find it. */
public final class SliceClaims extends Setup {
  private final Claim claim;

  public SliceClaims(Claim claim) {
    this.claim = claim;
  }

  /** Takes a slice from whoever owns it; completed with its new epoch. */
  @FunctionalInterface
  public interface Claim {
    CompletionStage<Long> claim(int slice);
  }

  CompletionStage<Long> claim(int slice) {
    return claim.claim(slice);
  }
}
