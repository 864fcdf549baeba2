package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.Problem;

/** A call that a handler needs came to nothing, and with it the handler. */
final class CallEnded extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  CallEnded(Problem problem) {
    super(problem.code(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
