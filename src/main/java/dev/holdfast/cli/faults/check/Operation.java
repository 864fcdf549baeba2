package dev.holdfast.cli.faults.check;

/**
 * One call as its caller saw it, from before it was sent until after it was answered or given up.
 *
 * <p>Invariant: the times of all operations of a run are of one clock.
 *
 * @param process who called; {@link #VERIFIER} reads when all is quiet
 * @param entity {@code service/id}
 * @param key the idempotency key, empty for none; calls with one key are one intention
 * @param node the node that was called, counted from 1
 * @param home the node that answered for the entity, as it says; empty when it did not
 */
public record Operation(
    int process,
    String entity,
    Action action,
    String key,
    int node,
    String home,
    long invoked,
    long completed,
    Outcome outcome) {
  public static final int VERIFIER = 0;

  /** Also the latest moment: an operation of unknown outcome may yet happen. */
  public static final long NEVER = Long.MAX_VALUE;

  public boolean ok() {
    return outcome.ok();
  }

  public long nanos() {
    return completed - invoked;
  }

  @Override
  public String toString() {
    return "%s by process %d through node %d, %.3f to %.3f s: %s"
        .formatted(action, process, node, invoked / 1e9, completed / 1e9, outcome);
  }
}
