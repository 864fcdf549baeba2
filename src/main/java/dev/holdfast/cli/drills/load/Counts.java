package dev.holdfast.cli.drills.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * How calls ended.
 *
 * @param again attempts after the first
 * @param reasons of what failed, was left unknown or was tried again, such as {@code failed: 500
 *     internal}, each with how often
 */
public record Counts(
    long acknowledged, long failed, long unknown, long again, Map<String, Long> reasons) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, Map.of());

  public Counts {
    reasons = Map.copyOf(reasons);
  }

  /** What came on top of an earlier count. */
  public Counts since(Counts earlier) {
    Map<String, Long> more = new TreeMap<>(reasons);
    earlier.reasons.forEach((reason, count) -> more.merge(reason, -count, Long::sum));
    more.values().removeIf(count -> count == 0);
    return new Counts(
        acknowledged - earlier.acknowledged,
        failed - earlier.failed,
        unknown - earlier.unknown,
        again - earlier.again,
        more);
  }
}
