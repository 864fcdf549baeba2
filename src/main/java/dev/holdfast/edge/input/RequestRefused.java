package dev.holdfast.edge.input;

import dev.holdfast.protocol.Problem;

/** A request that goes no further; carries the problem it is answered with, and no stack trace. */
public final class RequestRefused extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;
  private final int retryAfterSeconds;

  public RequestRefused(Problem problem) {
    this(problem, 0);
  }

  public RequestRefused(Problem problem, int retryAfterSeconds) {
    super(problem.code(), null, false, false);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public Problem problem() {
    return problem;
  }

  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
