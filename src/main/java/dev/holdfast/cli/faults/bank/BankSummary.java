package dev.holdfast.cli.faults.bank;

import java.time.Duration;
import java.util.Locale;

/**
 * What the bank did in a run.
 *
 * @param debits transfers that began
 * @param expired by a timer
 * @param latest how late the latest timer went off
 * @param drained how long it took until nothing was under way once the load had ended
 */
public record BankSummary(
    long debits,
    long credited,
    long refunded,
    long claimed,
    long expired,
    Duration latest,
    long ticks,
    Duration drained) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "bank: %,d transfers: %,d credited, %,d refunded; %,d claimed, %,d returned by timers, "
            + "at most %.1f s late; %,d ticks; nothing under way %.1f s after the load",
        debits,
        credited,
        refunded,
        claimed,
        expired,
        latest.toMillis() / 1000.0,
        ticks,
        drained.toMillis() / 1000.0);
  }
}
