package dev.holdfast.connectors.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a client still hears from its cluster. The clients never say that they do not: they
 * connect again by themselves, for ever. So what they count is looked at.
 *
 * <p>Invariant: a client that has neither a connection nor heard a byte in time counts as lost. A
 * client that lives hears something all the time, since it asks for metadata now and then.
 */
final class Pulse {
  private final Metric connections;
  private final Metric bytes;
  private final Duration patience;
  private double heard;
  private long heardNanos = System.nanoTime();

  /**
   * Of a client that has a connection when it is first asked for.
   *
   * @param group of its metrics
   * @param patience how long it may hear nothing
   */
  Pulse(Map<MetricName, ? extends Metric> metrics, String group, Duration patience) {
    this.connections = find(metrics, group, "connection-count");
    this.bytes = find(metrics, group, "incoming-byte-total");
    this.patience = patience;
  }

  private static Metric find(Map<MetricName, ? extends Metric> metrics, String group, String name) {
    for (Map.Entry<MetricName, ? extends Metric> one : metrics.entrySet()) {
      if (one.getKey().group().equals(group) && one.getKey().name().equals(name)) {
        return one.getValue();
      }
    }
    throw new IllegalStateException("the client does not count " + name);
  }

  void require() throws IOException {
    double now = value(bytes);
    if (now != heard) {
      heard = now;
      heardNanos = System.nanoTime();
    }
    if (value(connections) == 0) {
      throw new IOException("the broker closed the connection");
    }
    if (System.nanoTime() - heardNanos > patience.toNanos()) {
      throw new IOException("the broker said nothing for " + patience.toMillis() + " ms");
    }
  }

  private static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }
}
