package dev.holdfast.cli.faults.bank;

import dev.holdfast.cli.faults.bank.BankRow.Place;
import dev.holdfast.cli.faults.bank.Story.Step;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Operation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The audit of the bank at the end of a run: waits until it is at rest, then checks everything. */
public final class BankAudit {
  /** As {@code bench/faults/java/Pending.java} has it. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int SLICES_TOLD = 5;

  private final Ledger ledger = new Ledger();
  private final BankJournal journal;
  private Duration drained = Duration.ZERO;
  private boolean clockBehind;

  /** Of the bank in the database behind a JDBC URL. */
  public BankAudit(String url) {
    this.journal = new BankJournal(url);
  }

  /**
   * Waits until nothing is under way.
   *
   * @return what the couriers' books say of slices where something still is
   */
  public List<String> drain(Duration most, CountDownLatch stopping)
      throws SQLException, InterruptedException {
    var drain = new Drain(journal, ledger, stopping);
    drained = drain.await(most);
    clockBehind = drain.isClockBehind();
    List<String> stuck = new ArrayList<>();
    var slices = new TreeSet<Integer>();
    ledger.open().stream()
        .flatMap(story -> story.lastPlace().stream())
        .map(Place::slice)
        .forEach(slices::add);
    for (int slice : slices.stream().limit(SLICES_TOLD).toList()) {
      stuck.add(journal.deliveries(slice));
    }
    return stuck;
  }

  /** What is broken; after {@link #drain}, and after the verifier has read everything. */
  public List<Breach> breaches(int accounts, List<Operation> operations) {
    List<Breach> breaches = new ArrayList<>(BankCheck.breaches(ledger, accounts, operations));
    if (clockBehind) {
      String last = "the last second it counted is " + ledger.lastTick();
      breaches.add(new Breach(Breach.Kind.MISTIMED, Ledger.CLOCK + "clock", last));
    }
    return breaches;
  }

  public BankSummary summary() {
    return new BankSummary(
        count(Step.DEBITED),
        count(Step.CREDITED),
        count(Step.REFUNDED),
        count(Step.CLAIMED),
        count(Step.EXPIRED),
        stories()
            .flatMap(story -> story.expiredAfter().stream())
            .max(Duration::compareTo)
            .map(after -> after.minus(PATIENCE))
            .orElse(Duration.ZERO),
        ledger.ticks(),
        drained);
  }

  private long count(Step step) {
    return stories().mapToLong(story -> story.times(step)).sum();
  }

  private Stream<Story> stories() {
    return ledger.stories().values().stream();
  }
}
