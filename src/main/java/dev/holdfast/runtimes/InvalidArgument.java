package dev.holdfast.runtimes;

import dev.holdfast.protocol.Problem;

/** The argument does not fit its handler; the problem says where. */
public final class InvalidArgument extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  public InvalidArgument(Problem problem) {
    super(problem.pointer() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
