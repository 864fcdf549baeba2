package dev.holdfast;

import dev.holdfast.runtimes.process.ProcessCounters;
import dev.holdfast.runtimes.process.limits.KillReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Puts what the processes of functions count before Prometheus. */
final class ProcessMetrics {
  private final MeterRegistry registry;
  private final ProcessCounters counters;

  private ProcessMetrics(MeterRegistry registry, ProcessCounters counters) {
    this.registry = registry;
    this.counters = counters;
  }

  static void add(MeterRegistry registry, ProcessCounters counters) {
    var metrics = new ProcessMetrics(registry, counters);
    metrics.processes();
    metrics.demand();
  }

  private void processes() {
    gauge(
        "holdfast.function.processes",
        "Processes of functions that listen.",
        ProcessCounters::running);
    gauge(
        "holdfast.function.processes.starting",
        "Processes of functions that do not listen yet.",
        ProcessCounters::starting);
    count("holdfast.function.starts", "Processes started.", ProcessCounters::starts);
    count(
        "holdfast.function.start.seconds",
        "Time until processes that were started listened.",
        it -> it.startNanos() / 1e9);
    count(
        "holdfast.function.deaths",
        "Processes that ended though nobody wanted them to stop.",
        ProcessCounters::deaths);
    count(
        "holdfast.function.poison",
        "Requests given up because processes ended over them.",
        ProcessCounters::poison);
    count(
        "holdfast.function.wait.seconds",
        "Time requests waited for a connection to a process.",
        it -> it.waitNanos() / 1e9);
    // Each is there from the start, so that an alarm need not tell none from unknown.
    for (KillReason reason : KillReason.values()) {
      FunctionCounter.builder("holdfast.function.kills", counters, it -> it.kills(reason))
          .description("Processes ended by the node because they used too much.")
          .tag("reason", reason.label())
          .register(registry);
    }
  }

  /** The label is bounded by what is deployed. */
  private void demand() {
    MultiGauge demand =
        MultiGauge.builder("holdfast.function.demand")
            .description("Requests of a service in work and waiting: what it needs room for.")
            .register(registry);
    counters.whenPoolsChange(
        () -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          for (String service : counters.demand().keySet()) {
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("service", service),
                    counters,
                    it -> it.demand().getOrDefault(service, 0)));
          }
          demand.register(rows, true);
        });
  }

  private void count(String name, String what, ToDoubleFunction<ProcessCounters> value) {
    FunctionCounter.builder(name, counters, value).description(what).register(registry);
  }

  private void gauge(String name, String what, ToDoubleFunction<ProcessCounters> value) {
    Gauge.builder(name, counters, value).description(what).register(registry);
  }
}
