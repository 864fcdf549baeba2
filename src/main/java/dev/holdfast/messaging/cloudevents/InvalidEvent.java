package dev.holdfast.messaging.cloudevents;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;

/** What came is not an event that can be taken; carries why and where, and no stack trace. */
public final class InvalidEvent extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  InvalidEvent(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  static InvalidEvent at(String pointer, String detail) {
    return new InvalidEvent(ProblemCode.INVALID_REQUEST.at(pointer, detail));
  }

  /** With a JSON pointer into the document where there is one, such as {@code /3/source}. */
  public Problem problem() {
    return problem;
  }
}
