package dev.holdfast.cli.faults.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of the operations on one register that a single copy of it could have had: the
 * search of Wing and Gong, with the memory of states already refuted that Lowe added.
 *
 * <p>Invariant: gives up after {@link #STEPS} steps, and says so rather than guess.
 */
final class RegisterSearch {
  static final int STEPS = 400_000;

  private final List<Step> steps;
  private final BitSet done = new BitSet();
  private final Set<Visited> refuted = new HashSet<>();
  private final List<Taken> path = new ArrayList<>();
  private long state;
  private int mandatory;
  private int furthest;

  /** What came of it. */
  enum Verdict {
    LINEARIZABLE,
    NOT_LINEARIZABLE,
    UNDECIDED
  }

  /**
   * One operation on the register.
   *
   * @param expects whether it can only happen while the register holds {@code expected}
   * @param writes whether it leaves {@code value}
   * @param completed {@link Operation#NEVER} for one that may also never have happened
   */
  record Step(
      long invoked, long completed, boolean expects, long expected, boolean writes, long value) {
    boolean isOptional() {
      return completed == Operation.NEVER;
    }

    boolean fits(long state) {
      return !expects || expected == state;
    }
  }

  private record Visited(BitSet done, long state) {}

  private record Taken(int index, long before, boolean only) {}

  RegisterSearch(long initial, List<Step> steps) {
    this.state = initial;
    this.steps = steps.stream().sorted(Comparator.comparingLong(Step::invoked)).toList();
    this.mandatory = (int) steps.stream().filter(step -> !step.isOptional()).count();
  }

  Verdict run() {
    int from = 0;
    for (int step = 0; step < STEPS; step++) {
      if (mandatory == 0) {
        return Verdict.LINEARIZABLE;
      }
      int candidate = candidate(from);
      if (candidate >= 0) {
        take(candidate);
        if (refuted.add(new Visited((BitSet) done.clone(), state))) {
          from = 0;
        } else {
          from = undo();
        }
      } else if (path.isEmpty()) {
        return Verdict.NOT_LINEARIZABLE;
      } else {
        from = undo();
      }
    }
    return Verdict.UNDECIDED;
  }

  /** The most operations that any order explained. */
  int furthest() {
    return furthest;
  }

  /**
   * The first operation from there on that could come next. A read that fits is taken at once: it
   * changes nothing, so nothing is gained by taking it later.
   */
  private int candidate(int from) {
    long bound = earliestEnd();
    int first = -1;
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      Step step = steps.get(i);
      if (step.invoked() > bound) {
        break;
      }
      if (step.fits(state)) {
        if (!step.writes()) {
          return from == 0 ? i : -1;
        }
        first = first < 0 && i >= from ? i : first;
      }
    }
    return first;
  }

  private long earliestEnd() {
    long earliest = Operation.NEVER;
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      if (steps.get(i).invoked() > earliest) {
        break;
      }
      earliest = Math.min(earliest, steps.get(i).completed());
    }
    return earliest;
  }

  private void take(int index) {
    Step step = steps.get(index);
    path.add(new Taken(index, state, !step.writes()));
    done.set(index);
    mandatory -= step.isOptional() ? 0 : 1;
    state = step.writes() ? step.value() : state;
    furthest = Math.max(furthest, path.size());
  }

  /** Takes the last one back; where to go on looking in its stead. */
  private int undo() {
    Taken last = path.removeLast();
    done.clear(last.index());
    mandatory += steps.get(last.index()).isOptional() ? 0 : 1;
    state = last.before();
    return last.only() ? steps.size() : last.index() + 1;
  }
}
