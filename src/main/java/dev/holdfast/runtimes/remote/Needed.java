package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.Invocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of one decision, each made once however often a function is asked again.
 *
 * <p>Invariant: a function is told replies, rejections and that nothing was found. All else is not
 * its business: it ends the decision as it would in a handler of this process.
 */
final class Needed {
  private final Invocation invocation;
  private final Map<HandlerCall, Calls.Result> answers = new LinkedHashMap<>();

  Needed(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The answers so far, in the order they were needed. */
  Map<HandlerCall, Calls.Result> answers() {
    return answers;
  }

  /** Makes those calls that were not made before, in order. */
  void make(List<HandlerCall> calls) throws CallEnded, FunctionFailed {
    for (HandlerCall call : calls) {
      if (!answers.containsKey(call)) {
        Calls.Result result =
            invocation.calls().call(call.target(), call.handler(), call.argument());
        if (result instanceof Calls.Result.Refused(Problem problem) && !isTold(problem)) {
          end(call, problem);
        }
        answers.put(call, result);
      }
    }
  }

  private static boolean isTold(Problem problem) {
    return problem.code().indexOf('/') > 0
        || problem.code().equals(ProblemCode.NOTHING_THERE.code());
  }

  private void end(HandlerCall call, Problem problem) throws CallEnded, FunctionFailed {
    if (problem.kind() == Problem.Kind.CALLER
        && !problem.code().equals(ProblemCode.CALL_CYCLE.code())) {
      // The caller of a wrong call is this handler, not whoever called it: a bug in the service.
      String what =
          "its call of %s.%s was refused: %s %s %s"
              .formatted(
                  call.target(),
                  call.handler(),
                  problem.code(),
                  problem.pointer(),
                  problem.detail());
      throw new FunctionFailed(
          invocation.id().service() + "." + invocation.handler() + ": " + what, new NoAnswer(what));
    }
    throw new CallEnded(problem);
  }
}
