package dev.holdfast.edge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the edge counts: times of requests by service, handler and class of status.
 *
 * <p>Invariant: no label holds anything a caller chose, least of all an instance's id, so the
 * number of time series is bounded by what is deployed.
 */
final class EdgeMetrics {
  /** Bounds that double: a quantile read from them is right within a factor of two. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(125_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(4),
    Duration.ofMillis(8),
    Duration.ofMillis(16),
    Duration.ofMillis(32),
    Duration.ofMillis(64),
    Duration.ofMillis(125),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(4),
    Duration.ofSeconds(8),
    Duration.ofSeconds(16),
    Duration.ofSeconds(32)
  };

  private static final String[] CLASSES = {"1xx", "2xx", "3xx", "4xx", "5xx"};

  private final PrometheusMeterRegistry registry;
  private final Meter platform;

  EdgeMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
    this.platform = meter("", "");
  }

  /** For requests that no handler answers. */
  Meter platform() {
    return platform;
  }

  Meter meter(String service, String handler) {
    return new Meter(service, handler);
  }

  void gauge(String name, String help, AtomicInteger value) {
    Gauge.builder(name, value, AtomicInteger::get).description(help).register(registry);
  }

  String scrape() {
    return registry.scrape();
  }

  /** The timers of one handler, made when the first request of their class is answered. */
  final class Meter {
    private final String service;
    private final String handler;
    private final AtomicReferenceArray<@Nullable Timer> timers =
        new AtomicReferenceArray<>(CLASSES.length);

    private Meter(String service, String handler) {
      this.service = service;
      this.handler = handler;
    }

    void record(int status, long nanos) {
      int place = Math.clamp(status / 100 - 1, 0, CLASSES.length - 1);
      Timer timer = timers.get(place);
      if (timer == null) {
        timer =
            Timer.builder("holdfast.http.requests")
                .description("Time from a request's head to its answer.")
                .tag("service", service)
                .tag("handler", handler)
                .tag("status", CLASSES[place])
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        timers.set(place, timer);
      }
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
