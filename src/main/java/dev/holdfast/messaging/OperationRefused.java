package dev.holdfast.messaging;

import dev.holdfast.protocol.Problem;

/** An operator asked for what cannot be; carries the problem to answer with, and no stack trace. */
public final class OperationRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public OperationRefused(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
