package dev.holdfast.cli.drills.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What the instances must hold: each call adds one, so each holds its acknowledged calls, and at
 * most those that may have been written more.
 */
public final class Ledger {
  private final long[] acknowledged;
  private final long[] perhaps;

  /**
   * What the instances hold against what they must.
   *
   * @param acknowledged calls that were acknowledged
   * @param perhaps calls that may have been written or not
   * @param found the sum of all instances
   * @param lost acknowledged calls that are not there
   * @param surplus calls that are there and cannot be, because they were applied twice
   * @param wrong the first of the instances that are wrong, for whoever looks into it
   */
  public record Balance(
      long acknowledged, long perhaps, long found, long lost, long surplus, List<String> wrong) {
    public Balance {
      wrong = List.copyOf(wrong);
    }

    public boolean isRight() {
      return lost == 0 && surplus == 0;
    }
  }

  Ledger(int instances) {
    this.acknowledged = new long[instances];
    this.perhaps = new long[instances];
  }

  synchronized void acknowledge(int instance) {
    acknowledged[instance]++;
  }

  synchronized void perhaps(int instance) {
    perhaps[instance]++;
  }

  /** Compares with what the instances hold, in their order. */
  public synchronized Balance balance(long[] found) {
    long lost = 0;
    long surplus = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < acknowledged.length; i++) {
      long missing = Math.max(0, acknowledged[i] - found[i]);
      long extra = Math.max(0, found[i] - acknowledged[i] - perhaps[i]);
      lost += missing;
      surplus += extra;
      if (missing + extra > 0 && wrong.size() < 10) {
        wrong.add(
            "instance %d holds %d, acknowledged %d, unknown %d"
                .formatted(i, found[i], acknowledged[i], perhaps[i]));
      }
    }
    return new Balance(sum(acknowledged), sum(perhaps), sum(found), lost, surplus, wrong);
  }

  private static long sum(long[] values) {
    return java.util.Arrays.stream(values).sum();
  }
}
