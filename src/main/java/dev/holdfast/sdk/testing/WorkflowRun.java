package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Step;
import dev.holdfast.sdk.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the instance of a workflow stands: which steps are done, with which results. */
final class WorkflowRun {
  private final Instance instance;
  private int next;
  private final Deque<Done> done = new ArrayDeque<>();

  private record Done(Step<Object, Object> step, Optional<Object> result) {}

  WorkflowRun(Instance instance) {
    this.instance = instance;
  }

  void answered(String name, Call<?> expected, Optional<Object> answer) {
    Step<Object, Object> step = next(name);
    Optional<Call<Object>> made = step.callIn(instance.state());
    if (made.isEmpty()) {
      throw new AssertionError("Step \"" + name + "\" makes no call, expected " + expected);
    }
    if (!made.get().equals(expected)) {
      throw new AssertionError(
          "Step \"" + name + "\" calls " + made.get() + ", expected " + expected);
    }
    finish(step, answer);
  }

  void passed(String name, List<Object> signal) {
    Step<Object, Object> step = next(name);
    if (step.callIn(instance.state()).isPresent()) {
      throw new AssertionError("Step \"" + name + "\" makes a call: say which, and its answer.");
    }
    step.signal()
        .ifPresent(
            type -> {
              if (signal.size() != 1 || !type.isInstance(signal.getFirst())) {
                throw new AssertionError(
                    "Step \"" + name + "\" waits for one " + type.getSimpleName() + ".");
              }
            });
    finish(step, signal.stream().findFirst());
  }

  void failed(String name, List<Call<?>> expected) {
    next(name);
    var undone = new ArrayList<Call<?>>();
    while (!done.isEmpty()) {
      Done last = done.pop();
      last.step.undoIn(instance.state(), value(last.result)).ifPresent(undone::add);
    }
    if (!undone.equals(expected)) {
      throw new AssertionError(
          "When step \"" + name + "\" fails, it is undone by " + undone + ", expected " + expected);
    }
    next = Integer.MAX_VALUE;
  }

  private void finish(Step<Object, Object> step, Optional<Object> result) {
    instance.become(step.stateAfter(instance.state(), value(result)));
    done.push(new Done(step, result));
    next++;
  }

  /** The next step that applies, which has to have this name. */
  @SuppressWarnings("unchecked") // The steps of this workflow are of its state.
  private Step<Object, Object> next(String name) {
    if (!(instance.state() instanceof Workflow<?> workflow)) {
      throw new AssertionError(instance.service().type().getSimpleName() + " is no Workflow.");
    }
    List<? extends Step<?, ?>> steps = workflow.steps();
    while (next < steps.size()) {
      var step = (Step<Object, Object>) steps.get(next);
      if (step.appliesIn(instance.state())) {
        if (!step.name().equals(name)) {
          throw new AssertionError(
              "The next step is \"" + step.name() + "\", expected \"" + name + "\".");
        }
        return step;
      }
      next++;
    }
    throw new AssertionError("There is no next step, expected \"" + name + "\".");
  }

  @SuppressWarnings("NullAway") // A step without a result has Void, which has no value but null.
  private static Object value(Optional<Object> result) {
    @Nullable Object value = result.orElse(null);
    return value;
  }
}
