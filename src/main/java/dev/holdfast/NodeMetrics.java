package dev.holdfast;

import dev.holdfast.journal.Journal;
import dev.holdfast.services.hosting.ServiceCounters;
import dev.holdfast.services.hosting.ServiceHosting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Puts what the journal and the instances count before Prometheus; never a label per instance. */
final class NodeMetrics {
  private final MeterRegistry registry;

  NodeMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  NodeMetrics of(Journal journal) {
    count("holdfast.journal.commits", "Commits written.", () -> journal.metrics().rows());
    count("holdfast.journal.batches", "Group commits.", () -> journal.metrics().batches());
    count(
        "holdfast.journal.fenced",
        "Commits refused because another owner has the slice.",
        () -> journal.metrics().fenced());
    count(
        "holdfast.journal.unknown",
        "Commits whose outcome the database did not tell.",
        () -> journal.metrics().unknown());
    count(
        "holdfast.journal.reconnects",
        "Times the database was lost and found again.",
        () -> journal.metrics().reconnects());
    count("holdfast.journal.claims", "Slices claimed.", () -> journal.metrics().claims());
    gauge("holdfast.journal.queued", "Commits that wait.", () -> journal.metrics().queued());
    return this;
  }

  NodeMetrics of(ServiceHosting hosting) {
    ServiceCounters counters = hosting.counters();
    gauge("holdfast.instances", "Instances in memory.", hosting::residents);
    gauge("holdfast.calls.pending", "Calls without an answer yet.", hosting::pendingCalls);
    count("holdfast.calls.replayed", "Calls answered from the dedup window.", counters::replays);
    count("holdfast.calls.sent.again", "Calls sent again.", counters::sentAgain);
    count("holdfast.calls.refused.full", "Calls refused by a full queue.", counters::refusedFull);
    count("holdfast.recoveries", "Instances brought back.", counters::recoveries);
    count("holdfast.recovered.commits", "Commits replayed for it.", counters::replayedCommits);
    count("holdfast.handlers.failed", "Handlers that threw.", counters::failedHandlers);
    count("holdfast.misdelivered", "Messages for another instance.", counters::misdelivered);
    return this;
  }

  private void count(String name, String what, Supplier<Number> value) {
    FunctionCounter.builder(name, value, supplier -> supplier.get().doubleValue())
        .description(what)
        .register(registry);
  }

  private void gauge(String name, String what, Supplier<Number> value) {
    Gauge.builder(name, value).description(what).strongReference(true).register(registry);
  }
}
