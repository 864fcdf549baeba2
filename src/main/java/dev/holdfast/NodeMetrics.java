package dev.holdfast;

import dev.holdfast.journal.Journal;
import dev.holdfast.services.hosting.ServiceHosting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * Puts what the journal and the instances count before Prometheus; never a label per instance.
 *
 * <p>Meters hold what they read weakly, so they read the journal and the hosting themselves, which
 * live as long as the node.
 */
final class NodeMetrics {
  private final MeterRegistry registry;

  NodeMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void of(Journal journal) {
    count(journal, "holdfast.journal.commits", "Commits written.", j -> j.metrics().rows());
    count(journal, "holdfast.journal.batches", "Group commits.", j -> j.metrics().batches());
    count(
        journal,
        "holdfast.journal.fenced",
        "Commits refused because another owner has the slice.",
        j -> j.metrics().fenced());
    count(
        journal,
        "holdfast.journal.unknown",
        "Commits whose outcome the database did not tell.",
        j -> j.metrics().unknown());
    count(
        journal,
        "holdfast.journal.reconnects",
        "Times the database was lost and found again.",
        j -> j.metrics().reconnects());
    count(journal, "holdfast.journal.claims", "Slices claimed.", j -> j.metrics().claims());
    count(
        journal,
        "holdfast.journal.claim.seconds",
        "Time spent in the database to take slices over.",
        j -> seconds(j.metrics().claimNanos()));
    count(
        journal,
        "holdfast.journal.write.seconds",
        "Time spent in the database for group commits.",
        j -> seconds(j.metrics().writeNanos()));
    count(
        journal,
        "holdfast.journal.slices.lost",
        "Slices that somebody took from this node.",
        j -> j.metrics().lostSlices());
    count(
        journal,
        "holdfast.journal.confirmations",
        "Times the database was asked what this node still holds.",
        j -> j.metrics().confirmations());
    count(
        journal,
        "holdfast.journal.pauses",
        "Times the process stood still.",
        j -> j.metrics().pauses());
    gauge(journal, "holdfast.journal.queued", "Commits that wait.", j -> j.metrics().queued());
    gauge(
        journal,
        "holdfast.journal.batch.largest",
        "Commits in the largest group commit.",
        j -> j.metrics().largestBatch());
    for (int slice = 0; slice < journal.slices().count(); slice++) {
      epoch(journal, slice);
    }
  }

  /** 0 where the slice is not held, so that the largest over all nodes is the slice's epoch. */
  private void epoch(Journal journal, int slice) {
    Gauge.builder("holdfast.journal.slice.epoch", journal, j -> j.epoch(slice).orElse(0))
        .description("Epoch of a slice held here; 0 where it is not.")
        .tag("slice", Integer.toString(slice))
        .register(registry);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  void of(ServiceHosting hosting) {
    gauge(hosting, "holdfast.instances", "Instances in memory.", ServiceHosting::residents);
    gauge(hosting, "holdfast.calls.pending", "Calls in work.", ServiceHosting::pendingCalls);
    count(
        hosting,
        "holdfast.calls.replayed",
        "Calls answered from the dedup window.",
        h -> h.counters().replays());
    count(
        hosting,
        "holdfast.calls.sent.again",
        "Calls sent again because they were certainly not handled.",
        h -> h.routing().sentAgain());
    count(
        hosting,
        "holdfast.calls.silent",
        "Calls sent again because nothing was heard of them.",
        h -> h.routing().silences());
    count(
        hosting,
        "holdfast.calls.refused.full",
        "Calls refused by a full queue.",
        h -> h.counters().refusedFull());
    count(
        hosting, "holdfast.recoveries", "Instances brought back.", h -> h.counters().recoveries());
    count(
        hosting,
        "holdfast.recovered.commits",
        "Commits replayed for it.",
        h -> h.counters().replayedCommits());
    count(
        hosting,
        "holdfast.handlers.failed",
        "Handlers that threw.",
        h -> h.counters().failedHandlers());
    count(
        hosting,
        "holdfast.misdelivered",
        "Messages for another instance.",
        h -> h.counters().misdelivered());
  }

  private <T> void count(T owner, String name, String what, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, owner, value).description(what).register(registry);
  }

  private <T> void gauge(T owner, String name, String what, ToDoubleFunction<T> value) {
    Gauge.builder(name, owner, value).description(what).register(registry);
  }
}
