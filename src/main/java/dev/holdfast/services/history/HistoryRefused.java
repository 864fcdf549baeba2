package dev.holdfast.services.history;

import dev.holdfast.protocol.Problem;

/** The past cannot be told; carries the problem to answer with, and no stack trace. */
public final class HistoryRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  HistoryRefused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
