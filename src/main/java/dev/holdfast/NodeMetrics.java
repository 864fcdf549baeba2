package dev.holdfast;

import dev.holdfast.cluster.ClusterMember;
import dev.holdfast.cluster.ClusterNode;
import dev.holdfast.cluster.TakeOvers;
import dev.holdfast.journal.Journal;
import dev.holdfast.messaging.Messaging;
import dev.holdfast.messaging.courier.MessagingCounters;
import dev.holdfast.messaging.operations.Levels;
import dev.holdfast.services.hosting.ServiceHosting;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Puts what the journal and the instances count before Prometheus; never a label per instance.
 *
 * <p>Meters hold what they read weakly, so they read the journal and the hosting themselves, which
 * live as long as the node.
 */
final class NodeMetrics {
  /** From a quick hand-over to more than anybody waits. */
  private static final Duration[] BUCKETS =
      Stream.of(10, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

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
        "holdfast.journal.fence.reached",
        "Commits that the database's fence kept out; those of slices still held were sent again.",
        j -> j.metrics().fenceReached());
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
        "Slices taken from this node, or gone with a database that went back.",
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
    Timer recovery =
        timer("holdfast.recovery", "Time to bring an instance back, its wait for a turn included.");
    hosting.counters().whenRecovered(nanos -> recovery.record(nanos, TimeUnit.NANOSECONDS));
    Timer interrupted =
        timer(
            "holdfast.calls.interrupted",
            "Time to the answer of calls that had to be sent again, because their instance was"
                + " moving or lost: what callers notice of it.");
    hosting.routing().whenInterrupted(nanos -> interrupted.record(nanos, TimeUnit.NANOSECONDS));
  }

  /** Every state is there from the start, so that an alarm need not tell none from unknown. */
  void of(ClusterNode cluster, TakeOvers takeOvers) {
    for (ClusterMember.State state : ClusterMember.State.values()) {
      Gauge.builder("holdfast.cluster.members", cluster, node -> members(node, state))
          .description("Members of the cluster as this node sees them.")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    gauge(
        takeOvers,
        "holdfast.slices.taking.over",
        "Slices that this node is taking over now.",
        TakeOvers::underWay);
    Timer taken =
        timer(
            "holdfast.slices.taken.over",
            "Time from the wish to own a slice until this node may write to it.");
    takeOvers.whenTaken(nanos -> taken.record(nanos, TimeUnit.NANOSECONDS));
  }

  /** Levels are those of the whole cluster; the label is bounded by what is deployed. */
  void of(Messaging messaging) {
    MessagingCounters counters = messaging.counters();
    count(
        counters,
        "holdfast.messages.delivered",
        "Messages that their receivers have journaled.",
        MessagingCounters::delivered);
    count(
        counters,
        "holdfast.messages.retried",
        "Times a message was not taken and had to be tried again.",
        MessagingCounters::retried);
    count(
        counters,
        "holdfast.messages.given.up",
        "Messages that were tried often enough and are parked.",
        MessagingCounters::givenUp);
    count(counters, "holdfast.timers.fired", "Timers gone off.", MessagingCounters::fired);
    gauge(
        counters,
        "holdfast.messages.in.memory",
        "Messages on their way from slices held here.",
        MessagingCounters::letters);
    Timer lag = timer("holdfast.timers.lag", "How much later than they were due timers went off.");
    counters.whenFired(millis -> lag.record(Math.max(0, millis), TimeUnit.MILLISECONDS));
    Levels levels = messaging.levels();
    gauge(levels, "holdfast.messages.parked", "Parked messages.", it -> it.last().parked());
    gauge(levels, "holdfast.timers.pending", "Timers set.", it -> it.last().timers());
    MultiGauge behind =
        MultiGauge.builder("holdfast.subscription.behind")
            .description("Commits of its topic that a subscription has before it.")
            .register(registry);
    MultiGauge seconds =
        MultiGauge.builder("holdfast.subscription.lag.seconds")
            .description("Age of the oldest message that a subscription has before it.")
            .register(registry);
    levels.whenSeen(
        seen -> {
          behind.register(rows(seen, Levels.Behind::commits), true);
          seconds.register(rows(seen, Levels.Behind::seconds), true);
        });
  }

  private static List<MultiGauge.Row<?>> rows(
      Levels.Seen seen, ToDoubleFunction<Levels.Behind> value) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    seen.lags()
        .forEach(
            (name, lag) ->
                rows.add(
                    MultiGauge.Row.of(Tags.of("subscription", name), value.applyAsDouble(lag))));
    return rows;
  }

  private static long members(ClusterNode cluster, ClusterMember.State state) {
    return cluster.members().stream().filter(member -> member.state() == state).count();
  }

  private Timer timer(String name, String what) {
    return Timer.builder(name).description(what).serviceLevelObjectives(BUCKETS).register(registry);
  }

  private <T> void count(T owner, String name, String what, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, owner, value).description(what).register(registry);
  }

  private <T> void gauge(T owner, String name, String what, ToDoubleFunction<T> value) {
    Gauge.builder(name, owner, value).description(what).register(registry);
  }
}
