package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.load.Counts;
import dev.holdfast.cli.drills.load.Percentiles;

/**
 * One row of what the drills found.
 *
 * @param before how long calls took before the disturbance, and {@code during} from its begin on
 */
record Finding(
    String drill,
    String what,
    String bound,
    String reached,
    Mark mark,
    Counts counts,
    Percentiles before,
    Percentiles during) {
  /** A finding about no calls of its own. */
  static Finding plain(String drill, String what, String bound, String reached, Mark mark) {
    return new Finding(
        drill, what, bound, reached, mark, Counts.NONE, Percentiles.NONE, Percentiles.NONE);
  }
}
