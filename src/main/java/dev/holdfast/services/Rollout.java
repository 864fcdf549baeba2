package dev.holdfast.services;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.FunctionRuntime;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one service that run side by side: one for all instances, or another for some.
 *
 * <p>Invariant: which one an instance runs depends on its id and on the share alone, so every node
 * chooses alike, and a share that grows takes nobody back.
 *
 * <pre>
 *   0 ─────── share ──────────────────────── 10,000     where the hash of an id falls
 *     canary            stable
 * </pre>
 */
public record Rollout(FunctionRuntime stable, Optional<Canary> canary) {
  /** All ids, in hundredths of a percent. */
  public static final int ALL = 10_000;

  /**
   * A version that some instances run.
   *
   * @param share of ids, in hundredths of a percent
   */
  public record Canary(FunctionRuntime runtime, int share) {
    public Canary {
      if (share < 0 || share > ALL) {
        throw new IllegalArgumentException("A share of " + share);
      }
    }
  }

  /** One version for all. */
  public static Rollout of(FunctionRuntime runtime) {
    return new Rollout(runtime, Optional.empty());
  }

  /** What people and documents are told of the service. */
  public ServiceDescription description() {
    return stable.description();
  }

  /** The version that an instance runs. */
  public FunctionRuntime of(EntityId id) {
    return canary.isPresent() && tries(id, canary.get().share()) ? canary.get().runtime() : stable;
  }

  public List<FunctionRuntime> runtimes() {
    return canary.isPresent() ? List.of(canary.get().runtime(), stable) : List.of(stable);
  }

  /** Whether an instance is among so many, in hundredths of a percent. */
  public static boolean tries(EntityId id, int share) {
    return place(id) < share;
  }

  /** Mixed well: ids are often numbers in a row, and slices are hashes, too. */
  private static int place(EntityId id) {
    int hash = id.key().hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return Math.floorMod(hash ^ (hash >>> 16), ALL);
  }
}
