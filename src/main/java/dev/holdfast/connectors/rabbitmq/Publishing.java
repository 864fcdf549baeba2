package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link.Presence;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.Delivery;
import dev.holdfast.connectors.outflow.Window;
import dev.holdfast.messaging.Outlet.Handover;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is published along one connection.
 *
 * <p>Invariant: all of it happens on the thread of {@link #run}; others only leave steps to be
 * done. When the connection ends, every message that has no confirm is told to come again, since
 * nobody knows whether the broker has it.
 *
 * <pre>
 *   delivery ──► published ──► (returned) ──► confirmed ──► accepted, refused
 *                    └──────────────────────► denied, lost, overdue ──► not now
 * </pre>
 */
final class Publishing {
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration LAST_CONFIRMS = Duration.ofSeconds(2);

  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Duration answerTimeout;
  private final Channel channel;
  private final Status status;
  private final Envelopes envelopes;
  private final Window window;
  private boolean blocked;
  private long unblockedNanos;

  Publishing(ConnectorSettings.RabbitSink settings, Channel channel, Status status) {
    this.answerTimeout = settings.common().broker().answerTimeout();
    this.channel = channel;
    this.status = status;
    this.unblockedNanos = System.nanoTime();
    this.envelopes = new Envelopes(settings);
    this.window =
        new Window(
            settings.outflow().window(),
            status.counts(),
            delivery -> steps.add(() -> publish(delivery)));
  }

  /** Something to be done by the one thread. */
  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  Window window() {
    return window;
  }

  void listen(Connection connection) {
    channel.addConfirmListener(
        (number, upTo) -> steps.add(() -> confirmed(number, upTo)),
        (number, upTo) -> steps.add(() -> denied(number, upTo)));
    channel.addReturnListener(
        back -> {
          String id = String.valueOf(back.getProperties().getMessageId());
          steps.add(() -> unconfirmed.returned(id, back.getReplyText()));
        });
    channel.addShutdownListener(
        signal ->
            steps.add(
                () -> {
                  throw new IOException(Status.text(signal), signal);
                }));
    connection.addBlockedListener(
        new BlockedListener() {
          @Override
          public void handleBlocked(String reason) {
            steps.add(() -> blocked(reason));
          }

          @Override
          public void handleUnblocked() {
            steps.add(Publishing.this::unblocked);
          }
        });
  }

  /** Works until it is to stop; throws when the connection is lost. */
  void run(Presence presence) throws IOException, InterruptedException {
    try {
      while (!presence.isStopping()) {
        turn();
        requireAnswers();
      }
      window.shut("the sink is stopped");
      long deadline = System.nanoTime() + LAST_CONFIRMS.toNanos();
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
  }

  private void requireAnswers() throws IOException {
    Optional<Long> oldest = unconfirmed.oldestNanos();
    long now = System.nanoTime();
    boolean owed =
        oldest.isPresent()
            && now - oldest.get() > answerTimeout.toNanos()
            && now - unblockedNanos > answerTimeout.toNanos();
    if (owed && !blocked) {
      throw new IOException("no confirm within " + answerTimeout.toMillis() + " ms");
    }
  }

  private void publish(Delivery delivery) throws IOException {
    if (blocked) {
      window.answer(delivery, new Handover.NotNow("the broker takes nothing"));
      return;
    }
    Optional<String> misfit = envelopes.misfit(delivery);
    if (misfit.isPresent()) {
      window.answer(delivery, new Handover.Refused(misfit.get()));
      return;
    }
    long number = channel.getNextPublishSeqNo();
    unconfirmed.published(number, delivery);
    channel.basicPublish(
        envelopes.exchange(),
        envelopes.routingKey(delivery),
        envelopes.mandatory(),
        envelopes.properties(delivery),
        delivery.message().publication().payload().utf8());
  }

  private void confirmed(long number, boolean upTo) {
    for (Unconfirmed.Confirmed one : unconfirmed.confirmed(number, upTo)) {
      Handover handover =
          one.returned().isEmpty()
              ? new Handover.Accepted()
              : new Handover.Refused("the broker has no queue for it: " + one.returned().get());
      window.answer(one.delivery(), handover);
    }
  }

  private void denied(long number, boolean upTo) {
    status.complain("the broker could not take a message (nack)");
    for (Unconfirmed.Confirmed one : unconfirmed.confirmed(number, upTo)) {
      window.answer(one.delivery(), new Handover.NotNow("the broker could not take it (nack)"));
    }
  }

  private void blocked(String reason) {
    blocked = true;
    String why = "the broker takes nothing: " + reason;
    window.shut(why);
    status.lost(why);
    status.complain(why);
  }

  private void unblocked() {
    blocked = false;
    unblockedNanos = System.nanoTime();
    window.open();
    status.running();
  }
}
