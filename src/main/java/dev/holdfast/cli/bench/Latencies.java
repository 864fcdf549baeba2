package dev.holdfast.cli.bench;

/**
 * A histogram of durations in nanoseconds: each power of two is cut into 64 equal parts, so a
 * percentile is at most 1.6 % above the true one.
 *
 * <p>Invariant: the counts sum up to {@link #count()}; used by one thread at a time.
 */
public final class Latencies {
  private static final int PART_BITS = 6;
  private static final int PARTS = 1 << PART_BITS;

  private final long[] counts = new long[(64 - PART_BITS) * PARTS];
  private long count;

  public void record(long nanos) {
    counts[index(Math.max(0, nanos))]++;
    count++;
  }

  public long count() {
    return count;
  }

  /** All that another one holds is counted here, too. */
  public void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
  }

  /** The duration in milliseconds that this share of all records does not exceed. */
  public double percentileMillis(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return highest(i) / 1e6;
      }
    }
    return 0;
  }

  /** The first two rows of parts hold 0 to 127 exactly; each row above covers twice as much. */
  private static int index(long nanos) {
    if (nanos < 2 * PARTS) {
      return (int) nanos;
    }
    int shift = 63 - PART_BITS - Long.numberOfLeadingZeros(nanos);
    return (shift << PART_BITS) + (int) (nanos >>> shift);
  }

  private static long highest(int index) {
    if (index < 2 * PARTS) {
      return index;
    }
    int shift = (index >>> PART_BITS) - 1;
    long part = index - ((long) shift << PART_BITS);
    return ((part + 1) << shift) - 1;
  }
}
