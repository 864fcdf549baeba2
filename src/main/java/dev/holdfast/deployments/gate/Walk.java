package dev.holdfast.deployments.gate;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One version on its way through one journal: it decides recorded commands on the state that came
 * before them.
 *
 * <p>Invariant: it goes forward only, and folds what stands in the journal, whatever it decided
 * itself. Nothing that a handler decides is done, and nobody else is asked.
 *
 * <pre>
 *   empty ──fold──► state before commit 3 ──decide──► verdict
 *                              └──fold commits 3 to 7──► state before commit 8 ──decide──► …
 * </pre>
 */
final class Walk {
  /** As long as a call may take where nobody says. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final FunctionRuntime runtime;
  private final List<CommitRow> rows;
  private final InstantSource clock;
  private FunctionState state;
  private int at;
  private boolean stuck;

  Walk(FunctionRuntime runtime, List<CommitRow> rows, InstantSource clock) {
    this.runtime = runtime;
    this.rows = rows;
    this.clock = clock;
    this.state = runtime.empty();
  }

  String version() {
    return runtime.description().version();
  }

  /**
   * Decides the command of a row again.
   *
   * @return empty where it cannot be: its state cannot be folded, or it asks other services, or the
   *     version does not have it
   */
  Optional<Verdict> decide(int row, Commit.Asked command) {
    if (!reach(row)) {
      return Optional.empty();
    }
    var others = new Others();
    Verdict verdict;
    try {
      Decision decision = runtime.decide(state, invocation(rows.get(row), command, others));
      verdict = Verdict.of(decision);
      if (decision instanceof Decision.Accepted accepted
          && accepted.events().equals(rows.get(row).commit().events())) {
        state = accepted.next();
        at = row + 1;
      }
    } catch (InvalidArgument e) {
      if (e.problem().code().equals(ProblemCode.UNKNOWN_HANDLER.code())) {
        // Whether anything waits for it is looked for elsewhere.
        return Optional.empty();
      }
      verdict = new Verdict.Rejected(Optional.of(e.problem()));
    } catch (FunctionFailed | RuntimeException e) {
      verdict = new Verdict.Failed(String.valueOf(e.getMessage()));
    }
    return others.asked ? Optional.empty() : Optional.of(verdict);
  }

  private boolean reach(int row) {
    List<EventData> events = new ArrayList<>();
    for (; at < row; at++) {
      events.addAll(rows.get(at).commit().events());
    }
    if (!stuck && !events.isEmpty()) {
      try {
        state = runtime.fold(state, events);
      } catch (FunctionFailed | RuntimeException e) {
        // The gate folds the same events, and tells where and why.
        stuck = true;
      }
    }
    return !stuck;
  }

  private Invocation invocation(CommitRow row, Commit.Asked command, Calls others) {
    String handler = row.commit().handler();
    Duration patience =
        runtime
            .description()
            .handler(handler)
            .flatMap(described -> described.limits().deadline())
            .orElse(DEADLINE);
    return new Invocation(
        EntityId.parse(row.entity()),
        handler,
        command.argument(),
        row.sequence() - 1,
        command.now(),
        clock.instant().plus(patience),
        row.commit().caller(),
        others);
  }

  /** Other services, which are not asked: what they answered then is not known. */
  private static final class Others implements Calls {
    private volatile boolean asked;

    @Override
    public Result call(EntityId target, String handler, Json argument) {
      asked = true;
      return new Result.Refused(
          ProblemCode.NOT_READY.problem("A command that is decided again asks nobody."));
    }
  }
}
