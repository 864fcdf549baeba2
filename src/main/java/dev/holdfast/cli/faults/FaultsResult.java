package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.bank.BankSummary;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param left faults that could not be done here, and why; or that time did not reach
 * @param undecided registers whose history was too tangled to be decided
 * @param commits in the journal in the end
 * @param bank what the bank did, where it was called
 */
record FaultsResult(
    FaultsPlan plan,
    String network,
    Duration took,
    List<Episode> episodes,
    Map<String, String> left,
    List<Operation> history,
    List<Breach> breaches,
    List<String> undecided,
    long commits,
    Optional<BankSummary> bank) {
  FaultsResult {
    episodes = List.copyOf(episodes);
    left = Map.copyOf(left);
    history = List.copyOf(history);
    breaches = List.copyOf(breaches);
    undecided = List.copyOf(undecided);
  }

  boolean kept() {
    return breaches.isEmpty();
  }
}
