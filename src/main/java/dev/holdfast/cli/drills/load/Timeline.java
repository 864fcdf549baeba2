package dev.holdfast.cli.drills.load;

import dev.holdfast.cli.bench.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The latencies of all acknowledged calls in windows of a second, by when each call was due: who
 * waits long is counted in the second in which it began to wait.
 */
public final class Timeline {
  public static final long WINDOW_NANOS = 1_000_000_000L;

  /** So many good windows in a row are needed, because one may be good by chance. */
  private static final int STEADY_WINDOWS = 3;

  private final long startNanos;
  private final List<Window> windows = new ArrayList<>();

  private static final class Window {
    private final Latencies latencies = new Latencies();
    private long maxNanos;
  }

  Timeline(long startNanos) {
    this.startNanos = startNanos;
  }

  synchronized void record(long dueNanos, long latencyNanos) {
    int index = index(dueNanos);
    while (windows.size() <= index) {
      windows.add(new Window());
    }
    Window window = windows.get(index);
    window.latencies.record(latencyNanos);
    window.maxNanos = Math.max(window.maxNanos, latencyNanos);
  }

  /** All calls due in the whole windows before a moment, this many of them. */
  public synchronized Percentiles before(long nanos, int count) {
    int end = Math.min(windows.size(), index(nanos));
    return of(windows.subList(Math.max(0, end - count), Math.max(0, end)));
  }

  /** All calls due from the window of one moment to that of another, both included. */
  public synchronized Percentiles between(long fromNanos, long toNanos) {
    int end = Math.min(windows.size(), index(toNanos) + 1);
    return of(windows.subList(Math.min(index(fromNanos), end), end));
  }

  /**
   * Nanoseconds from a moment until the 99th percentile of a window is below a limit, and stays so
   * for three; empty while it is not.
   */
  public synchronized OptionalLong calmAfter(long nanos, double limitMillis) {
    int from = index(nanos);
    int good = 0;
    for (int i = from; i < windows.size(); i++) {
      Window window = windows.get(i);
      boolean calm =
          window.latencies.count() > 0 && window.latencies.percentileMillis(0.99) < limitMillis;
      good = calm ? good + 1 : 0;
      if (good == STEADY_WINDOWS) {
        long start = startNanos + (i + 1 - STEADY_WINDOWS) * WINDOW_NANOS;
        return OptionalLong.of(Math.max(0, start - nanos));
      }
    }
    return OptionalLong.empty();
  }

  private int index(long nanos) {
    return (int) Math.max(0, (nanos - startNanos) / WINDOW_NANOS);
  }

  private static Percentiles of(List<Window> some) {
    var all = new Latencies();
    long max = 0;
    for (Window window : some) {
      all.add(window.latencies);
      max = Math.max(max, window.maxNanos);
    }
    return all.count() == 0
        ? Percentiles.NONE
        : new Percentiles(
            all.count(), all.percentileMillis(0.5), all.percentileMillis(0.99), max / 1e6);
  }
}
