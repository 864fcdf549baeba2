package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link.Presence;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.Delivery;
import dev.holdfast.connectors.outflow.Window;
import dev.holdfast.messaging.Outlet.Handover;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent by one producer.
 *
 * <p>Invariant: sending happens on the thread of {@link #run} alone, since it may wait for room,
 * and no message is sent after one that failed: each might wait for as long. The producer sends
 * again by itself, in order, until the answer timeout; a failure after that is the end of it,
 * because nobody knows whether the broker has the message.
 *
 * <pre>
 *   delivery ──► sent ──► answered ──► accepted, refused
 *                  └────► failed, lost ──► not now
 * </pre>
 */
final class Producing {
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final BlockingQueue<Delivery> given = new LinkedBlockingQueue<>();
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Window window;
  private final Pulse pulse;
  private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

  Producing(
      ConnectorSettings.KafkaSink settings, Producer<byte[], byte[]> producer, Status status) {
    this.topic = settings.kafka().topic();
    this.producer = producer;
    this.pulse =
        new Pulse(
            producer.metrics(), "producer-metrics", settings.common().broker().answerTimeout());
    this.window = new Window(settings.outflow().window(), status.counts(), given::add);
  }

  Window window() {
    return window;
  }

  /** Works until it is to stop; throws when the connection is lost. */
  void run(Presence presence) throws IOException, InterruptedException {
    try {
      while (!presence.isStopping()) {
        turn(() -> !presence.isStopping());
      }
      window.shut("the sink is stopped");
      long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
      BooleanSupplier inTime = () -> System.nanoTime() - deadline < 0;
      while (window.unanswered() > 0 && inTime.getAsBoolean()) {
        turn(inTime);
      }
      window.close("the sink is stopped");
    } catch (IOException | InterruptedException | RuntimeException e) {
      window.close("the connection is lost: " + Status.text(e));
      throw e;
    }
  }

  private void turn(BooleanSupplier goesOn) throws IOException, InterruptedException {
    Delivery next = given.poll(TURN.toNanos(), TimeUnit.NANOSECONDS);
    while (next != null) {
      requireConnection();
      send(next);
      next = goesOn.getAsBoolean() ? given.poll() : null;
    }
    requireConnection();
  }

  private void requireConnection() throws IOException {
    Exception failure = failed.get();
    if (failure != null) {
      throw new IOException(Status.text(failure), failure);
    }
    pulse.require();
  }

  private void send(Delivery delivery) {
    var _ =
        producer.send(
            Records.outgoing(topic, delivery),
            (_, failure) -> {
              if (failure == null) {
                window.answer(delivery, new Handover.Accepted());
              } else {
                failed(delivery, failure);
              }
            });
  }

  private void failed(Delivery delivery, Exception failure) {
    String why = Status.text(failure);
    if (Records.isNeverTaken(failure)) {
      window.answer(delivery, new Handover.Refused(why));
      return;
    }
    failed.compareAndSet(null, failure);
    window.answer(delivery, new Handover.NotNow(why));
  }
}
