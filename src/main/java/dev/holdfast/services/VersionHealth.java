package dev.holdfast.services;

import java.time.Duration;
import java.util.List;

/**
 * How one version of a service has fared on this node.
 *
 * @param calls of command handlers that came to an end
 * @param failures among them: handlers that threw, or were late
 * @param slower how many took from 2^i to 2^(i+1) microseconds, by i
 */
public record VersionHealth(long calls, long failures, List<Long> slower) {
  public static final VersionHealth NONE = new VersionHealth(0, 0, List.of());

  public VersionHealth {
    slower = List.copyOf(slower);
  }

  /** What came since. */
  public VersionHealth since(VersionHealth earlier) {
    List<Long> more = new java.util.ArrayList<>();
    for (int i = 0; i < slower.size(); i++) {
      more.add(slower.get(i) - (i < earlier.slower.size() ? earlier.slower.get(i) : 0));
    }
    return new VersionHealth(calls - earlier.calls, failures - earlier.failures, more);
  }

  public double failureRate() {
    return calls == 0 ? 0 : (double) failures / calls;
  }

  /** What that part of the calls was faster than; as exact as powers of two. */
  public Duration faster(double part) {
    long timed = slower.stream().mapToLong(Long::longValue).sum();
    long left = (long) Math.ceil(timed * part);
    for (int i = 0; i < slower.size(); i++) {
      left -= slower.get(i);
      if (left <= 0) {
        return Duration.ofNanos(1_000L << (i + 1));
      }
    }
    return Duration.ZERO;
  }
}
