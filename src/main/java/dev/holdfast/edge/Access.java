package dev.holdfast.edge;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.List;
import java.util.Optional;

/**
 * Who may reach one thing, checked on the handler that was routed to, never on a path.
 *
 * <p>Invariant: deny by default. The rules are those of {@link dev.holdfast.services.Access}.
 */
record Access(List<String> rules) {
  /**
   * For what belongs to the platform and not to a service: no rule, and services have no way in.
   */
  static final Access OPERATORS = new Access(List.of("service:"));

  Access {
    rules = List.copyOf(rules);
  }

  boolean allows(Caller caller) {
    return dev.holdfast.services.Access.permits(rules, caller);
  }

  /** Why the caller may not; empty when it may. */
  Optional<Problem> refuse(Caller caller) {
    if (allows(caller)) {
      return Optional.empty();
    }
    return Optional.of(
        caller.kind() == Caller.Kind.ANONYMOUS
            ? ProblemCode.UNAUTHENTICATED.problem("Nothing proves who the caller is.")
            : ProblemCode.FORBIDDEN.problem("The caller is not among those this is allowed to."));
  }

  void require(Caller caller) throws RequestRefused {
    Optional<Problem> problem = refuse(caller);
    if (problem.isPresent()) {
      throw new RequestRefused(problem.get());
    }
  }
}
