package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import dev.holdfast.runtimes.process.ProcessSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an operator sees of the processes of functions. */
class ProcessMetricsTest {
  @Test
  void processesAndTheDemandForThemAreToldByService() throws Exception {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var settings =
        ProcessSettings.from(
            ConfigFactory.parseString("holdfast.runtimes.process { processes = 2, warm = 2 }")
                .withFallback(ConfigFactory.load()));
    try (var host = new FunctionHost(settings)) {
      ProcessMetrics.add(registry, host.counters());
      assertTrue(registry.scrape().contains("holdfast_function_kills_total{reason=\"memory\"} 0"));
      try (Loaded counter = ProcessServices.load(Path.of("sdks/python/examples/counter"), host)) {
        assertEquals(1, counter.runtimes().size());
        // Both are kept though nobody asks for the second.
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (host.counters().running() < 2 && System.nanoTime() < deadline) {
          new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
        String seen = registry.scrape();
        assertTrue(seen.contains("holdfast_function_processes 2"), seen);
        assertTrue(seen.contains("holdfast_function_demand{service=\"counter\"} 0"), seen);
      }
      assertFalse(registry.scrape().contains("service=\"counter\""));
      assertTrue(registry.scrape().contains("holdfast_function_processes 0"));
    }
  }
}
