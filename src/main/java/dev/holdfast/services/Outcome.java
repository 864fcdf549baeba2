package dev.holdfast.services;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import java.time.Instant;

/** How a call ended. */
public sealed interface Outcome {
  /**
   * A command was handled.
   *
   * @param sequence the instance's sequence number after it
   * @param slice with {@code offset} the place of its commit, for read-your-writes
   * @param offset 0 when nothing had to be written
   * @param replayed the first result again, because the idempotency key was known
   * @param node where the instance lives
   */
  record Replied(
      Json reply,
      long sequence,
      int slice,
      long offset,
      boolean replayed,
      String version,
      String node)
      implements Outcome {}

  /** A query was answered from the state after {@code sequence} commits. */
  record Answered(Json value, long sequence, String version, String node) implements Outcome {}

  /** The whole state of an instance. */
  record Inspected(Json state, long sequence, Instant time, String version, String node)
      implements Outcome {}

  /**
   * Nothing was written, except where the code is {@code outcome-unknown}.
   *
   * @param retryAfterSeconds a hint for the caller, 0 for none
   */
  record Refused(Problem problem, int retryAfterSeconds) implements Outcome {
    public static Refused of(Problem problem) {
      return new Refused(problem, 0);
    }
  }
}
