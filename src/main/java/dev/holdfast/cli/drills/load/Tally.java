package dev.holdfast.cli.drills.load;

import java.util.Map;
import java.util.TreeMap;

/** Counts how calls end, while they do. */
final class Tally {
  private final Map<String, Long> reasons = new TreeMap<>();
  private long acknowledged;
  private long failed;
  private long unknown;
  private long again;

  synchronized void count(Course.Next next, Attempt attempt) {
    switch (next) {
      case ACKNOWLEDGED -> acknowledged++;
      case FAILED -> {
        failed++;
        reason("failed: ", attempt);
      }
      case UNKNOWN -> {
        unknown++;
        reason("unknown: ", attempt);
      }
      case AGAIN -> {
        again++;
        reason("again: ", attempt);
      }
    }
  }

  private void reason(String kind, Attempt attempt) {
    reasons.merge(kind + attempt.text(), 1L, Long::sum);
  }

  synchronized Counts counts() {
    return new Counts(acknowledged, failed, unknown, again, reasons);
  }
}
