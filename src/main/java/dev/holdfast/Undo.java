package dev.holdfast;

import java.util.ArrayDeque;
import java.util.Deque;

/** Takes down what a failed start had built, in reverse order. */
final class Undo {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  void add(Runnable step) {
    steps.push(step);
  }

  void run() {
    steps.forEach(Runnable::run);
  }
}
