package dev.holdfast.deployments.rollout;

import dev.holdfast.services.VersionHealth;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says whether a new version fares so badly that it has to go. */
public final class Judge {
  /** What is compared of latencies: so many of the calls say more than the few slowest. */
  private static final double PART = 0.9;

  private final Limits limits;

  /**
   * What is too bad.
   *
   * @param calls before anything is said
   * @param failures how much larger the part of failed calls may be than before, from 0 to 1
   * @param slower how many times slower calls may be than before
   * @param noticeable calls that are faster than that are fast enough
   */
  public record Limits(int calls, double failures, double slower, Duration noticeable) {}

  public Judge(Limits limits) {
    this.limits = limits;
  }

  /** Why it has to go. */
  Optional<String> judge(VersionHealth before, VersionHealth now) {
    if (now.calls() < limits.calls()) {
      return Optional.empty();
    }
    if (before.calls() < limits.calls()) {
      // Whether it is worse cannot be said.
      return Optional.empty();
    }
    if (now.failureRate() > before.failureRate() + limits.failures()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.1f %% of its %,d calls failed, %.1f %% of %,d before",
              100 * now.failureRate(),
              now.calls(),
              100 * before.failureRate(),
              before.calls()));
    }
    Duration slow = now.faster(PART);
    Duration was = before.faster(PART);
    if (!was.isZero()
        && slow.compareTo(limits.noticeable()) > 0
        && slow.toNanos() > was.toNanos() * limits.slower()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "a tenth of its calls takes more than %.1f ms, %.1f ms before",
              slow.toNanos() / 2e6,
              was.toNanos() / 2e6));
    }
    return Optional.empty();
  }
}
