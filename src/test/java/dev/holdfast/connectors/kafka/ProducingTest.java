package dev.holdfast.connectors.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorSettings.KafkaSink;
import dev.holdfast.connectors.Declared;
import dev.holdfast.connectors.link.Link.Presence;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.Deliveries;
import dev.holdfast.connectors.outflow.SinkOutlet;
import dev.holdfast.messaging.Outlet.Handover;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ProducingTest {
  private static final KafkaSink SETTINGS =
      assertInstanceOf(
          KafkaSink.class,
          Declared.connector(
              "out",
              "type = kafka, direction = sink, topic = t, kafka-topic = t\n"
                  + "uri = \"kafka://127.0.0.1\""));

  private final AtomicInteger sends = new AtomicInteger();
  private final Status status = new Status("out", Clock.systemUTC());
  private final SinkOutlet outlet = new SinkOutlet(SETTINGS, status, () -> {});

  /** A topic that is gone, for which the real one would wait each time. */
  private final class InVain extends MockProducer<byte[], byte[]> {
    InVain() {
      count("connection-count");
      count("incoming-byte-total");
    }

    private void count(String name) {
      var named = new MetricName(name, "producer-metrics", "", Map.of());
      setMockMetrics(named, new One(named));
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      sends.incrementAndGet();
      var failure = new TimeoutException("Topic t not present in metadata after 5000 ms.");
      callback.onCompletion(new RecordMetadata(null, -1, -1, -1, -1, -1), failure);
      return CompletableFuture.failedFuture(failure);
    }
  }

  private record One(MetricName metricName) implements Metric {
    @Override
    public Object metricValue() {
      return 1.0;
    }
  }

  @Test
  void nothingIsSentAfterOneThatFailed() {
    var producing = new Producing(SETTINGS, new InVain(), status);
    List<CompletableFuture<Handover>> answers = tenThrough(producing);
    String why =
        String.valueOf(
            assertThrows(IOException.class, () -> producing.run(until(() -> false))).getMessage());
    assertTrue(why.contains("Topic t not present"), why);
    assertEquals(1, sends.get());
    answers.forEach(one -> assertInstanceOf(Handover.NotNow.class, one.join()));
  }

  @Test
  void whoIsToStopDoesNotSendAllThatWaitsFirst() {
    var producing = new Producing(SETTINGS, new InVain(), status);
    List<CompletableFuture<Handover>> answers = tenThrough(producing);
    assertThrows(IOException.class, () -> producing.run(until(() -> sends.get() > 0)));
    assertEquals(1, sends.get());
    answers.forEach(one -> assertInstanceOf(Handover.NotNow.class, one.join()));
  }

  private List<CompletableFuture<Handover>> tenThrough(Producing producing) {
    outlet.through(producing.window());
    return LongStream.rangeClosed(1, 10)
        .mapToObj(i -> outlet.deliver(Deliveries.of(i).message()).toCompletableFuture())
        .toList();
  }

  private static Presence until(BooleanSupplier stopping) {
    return new Presence() {
      @Override
      public void connected() {}

      @Override
      public boolean isStopping() {
        return stopping.getAsBoolean();
      }
    };
  }
}
