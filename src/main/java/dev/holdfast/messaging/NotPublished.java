package dev.holdfast.messaging;

import dev.holdfast.protocol.Problem;

/** A message is not, or not certainly, in its topic. */
public final class NotPublished extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public NotPublished(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Of kind CALLER where the message itself is wrong: trying again will not help. */
  public Problem problem() {
    return problem;
  }
}
