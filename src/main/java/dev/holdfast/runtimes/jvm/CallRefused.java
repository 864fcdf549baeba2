package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that a handler made did not come through, for a reason that is not the handler's to deal
 * with: it travels through user code to become the answer of the call around it.
 */
final class CallRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 16;

  private final transient Problem problem;

  CallRefused(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** The problem within what user code threw, which may have wrapped it. */
  static Optional<Problem> within(Throwable thrown) {
    @Nullable Throwable at = thrown;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof CallRefused refused) {
        return Optional.of(refused.problem);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
