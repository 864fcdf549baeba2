package dev.holdfast.cli.faults.load;

/** Nanoseconds since a run began: the one clock of its history. */
public record RunClock(long origin) {
  public static RunClock start() {
    return new RunClock(System.nanoTime());
  }

  public long now() {
    return System.nanoTime() - origin;
  }
}
