package dev.holdfast.runtimes.process;

/**
 * A process was killed before it listened, and not by this node: by a person, or by a kernel
 * without memory. That says nothing of its code, so whoever waits for it may wait for the next.
 */
final class KilledAtStart extends Exception {
  private static final long serialVersionUID = 1L;

  KilledAtStart(String message) {
    super(message);
  }
}
