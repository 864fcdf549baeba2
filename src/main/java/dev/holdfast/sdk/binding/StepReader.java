package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Step;
import dev.holdfast.sdk.Workflow;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the steps of a workflow from its empty state, and finds those that depend on it. */
final class StepReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9]*");

  private final Class<?> service;
  private final List<String> faults;

  StepReader(Class<?> service, List<String> faults) {
    this.service = service;
    this.faults = faults;
  }

  void read(Workflow<?> empty) {
    String who = service.getSimpleName() + ".steps";
    List<? extends Step<?, ?>> steps;
    try {
      steps = empty.steps();
    } catch (RuntimeException thrown) {
      faults.add(who + " threw " + thrown + ".");
      return;
    }
    if (steps.isEmpty()) {
      faults.add(who + " is empty: a workflow has at least one step.");
    }
    var names = new HashSet<String>();
    for (Step<?, ?> step : steps) {
      if (!NAME.matcher(step.name()).matches()) {
        faults.add(who + ": step \"" + step.name() + "\" is no camelCase name.");
      } else if (!names.add(step.name())) {
        faults.add(who + ": two steps are named \"" + step.name() + "\".");
      }
      if (step.functions().stream().anyMatch(this::captures)) {
        faults.add(
            "%s: step \"%s\" reads the fields of the empty state. Write a method reference such as"
                    .formatted(who, step.name())
                + " %s::%s, or use the lambda's own argument."
                    .formatted(service.getSimpleName(), step.name()));
      }
    }
  }

  /** A lambda that uses a field of the service holds the service in a field of its own class. */
  private boolean captures(Object function) {
    return Arrays.stream(function.getClass().getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .map(Field::getType)
        .anyMatch(service::equals);
  }
}
