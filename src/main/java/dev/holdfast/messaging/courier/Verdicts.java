package dev.holdfast.messaging.courier;

import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import java.util.Set;

/** What an outcome says of a message. */
final class Verdicts {
  /** Of the receiver's situation, not of the message. */
  private static final Set<String> PASSING =
      Set.of(
          ProblemCode.NOT_READY.code(),
          ProblemCode.OVERLOADED.code(),
          ProblemCode.TOO_MANY_REQUESTS.code(),
          ProblemCode.OUTCOME_UNKNOWN.code(),
          ProblemCode.INTERNAL.code(),
          ProblemCode.UNAUTHENTICATED.code());

  private Verdicts() {}

  static Verdict of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied replied -> new Verdict.Handled(replied.replayed());
      case Outcome.Answered _, Outcome.Inspected _ -> new Verdict.Handled();
      case Outcome.Refused(Problem problem, int _) -> of(problem);
    };
  }

  private static Verdict of(Problem problem) {
    String code = problem.code();
    if (code.equals(ProblemCode.SEQUENCE_CONFLICT.code())) {
      return new Verdict.TooEarly();
    }
    if (code.equals(ProblemCode.UNKNOWN_SERVICE.code())) {
      return new Verdict.NotNow(problem, true);
    }
    if (code.equals(ProblemCode.UNKNOWN_HANDLER.code())) {
      // While a version is rolled out, some nodes have the handler and others do not yet.
      return new Verdict.Failed(problem);
    }
    if (PASSING.contains(code)) {
      return new Verdict.NotNow(problem, false);
    }
    return problem.kind() == Problem.Kind.CALLER
        ? new Verdict.Hopeless(problem)
        : new Verdict.Failed(problem);
  }

  static Verdict notNow(Throwable failure) {
    return new Verdict.NotNow(
        ProblemCode.NOT_READY.problem(String.valueOf(failure.getMessage())), false);
  }
}
