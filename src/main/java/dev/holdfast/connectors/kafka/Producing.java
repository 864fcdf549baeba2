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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * What is sent by one producer.
 *
 * <p>Invariant: sending happens on the thread of {@link #run} alone, since it may wait for room.
 * The producer sends again by itself, in order, until the answer timeout; a failure after that is
 * the end of it, because nobody knows whether the broker has the message.
 *
 * <pre>
 *   delivery ──► sent ──► answered ──► accepted, refused
 *                  └────► failed, lost ──► not now
 * </pre>
 */
final class Producing {
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Window window;
  private final Pulse pulse;

  Producing(
      ConnectorSettings.KafkaSink settings, Producer<byte[], byte[]> producer, Status status) {
    this.topic = settings.kafka().topic();
    this.producer = producer;
    this.pulse =
        new Pulse(
            producer.metrics(), "producer-metrics", settings.common().broker().answerTimeout());
    this.window =
        new Window(
            settings.outflow().window(),
            status.counts(),
            delivery -> steps.add(() -> send(delivery)));
  }

  /** Something to be done by the one thread. */
  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  Window window() {
    return window;
  }

  /** Works until it is to stop; throws when the connection is lost. */
  void run(Presence presence) throws IOException, InterruptedException {
    try {
      while (!presence.isStopping()) {
        turn();
      }
      window.shut("the sink is stopped");
      long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
      while (window.unanswered() > 0 && System.nanoTime() - deadline < 0) {
        turn();
      }
      window.close("the sink is stopped");
    } catch (IOException | InterruptedException | RuntimeException e) {
      window.close("the connection is lost: " + Status.text(e));
      throw e;
    }
  }

  private void turn() throws IOException, InterruptedException {
    Step step = steps.poll(TURN.toNanos(), TimeUnit.NANOSECONDS);
    // What comes meanwhile is for the next turn: there is more to look after than steps.
    for (int left = steps.size(); step != null; step = left-- > 0 ? steps.poll() : null) {
      step.take();
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
    if (failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException) {
      window.answer(delivery, new Handover.Refused(why));
      return;
    }
    window.answer(delivery, new Handover.NotNow(why));
    steps.add(
        () -> {
          throw new IOException(why, failure);
        });
  }
}
