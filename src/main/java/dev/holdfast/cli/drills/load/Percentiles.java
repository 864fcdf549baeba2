package dev.holdfast.cli.drills.load;

/** How long calls took, in milliseconds; all zero when there were none. */
public record Percentiles(long calls, double p50, double p99, double max) {
  public static final Percentiles NONE = new Percentiles(0, 0, 0, 0);
}
