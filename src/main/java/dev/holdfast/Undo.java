package dev.holdfast;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes down what was built, in reverse order; what fails does not keep the rest up. */
final class Undo {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private final Deque<Runnable> steps = new ArrayDeque<>();

  void add(Runnable step) {
    steps.push(step);
  }

  void run() {
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("A part of the node could not be taken down", e);
      }
    }
  }
}
