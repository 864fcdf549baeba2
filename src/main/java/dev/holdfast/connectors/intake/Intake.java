package dev.holdfast.connectors.intake;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link.Presence;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.protocol.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What arrives along one connection, on its way into the topic.
 *
 * <p>Invariant: a message is accepted at the broker only after the inlet said that it is on disk,
 * and of each key one message at a time is on its way. So nothing is lost with the connection: what
 * was not accepted comes again along the next one, recognised by its id.
 *
 * <pre>
 *   arrived ──► shape ──► line of its key ──► inlet ──► accept, next of the line
 *                 └► refuse                     ├► later ──► inlet again
 *                                               └► refuse, next of the line
 * </pre>
 *
 * <p>Holds at most {@code prefetch} messages; all of its state belongs to the thread of {@link
 * #run}, and a new connection gets a new one.
 */
public final class Intake<T> {
  private static final Duration TURN = Duration.ofMillis(100);

  private final Inlet inlet;
  private final MessageShape shape;
  private final Status status;
  private final ConnectorSettings.Intake settings;
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private final AtomicInteger arriving = new AtomicInteger();
  private final Lines<Held<T>> lines = new Lines<>();
  private final PriorityQueue<Held<T>> later =
      new PriorityQueue<>(Comparator.comparingLong(held -> held.dueNanos));
  private final SplittableRandom random;
  private int onTheirWay;

  public Intake(Inlet inlet, ConnectorSettings.Source source, Status status) {
    this.inlet = inlet;
    this.shape = new MessageShape(source);
    this.status = status;
    this.settings = source.intake();
    this.random = new SplittableRandom(source.name().hashCode());
  }

  /** What other threads tell the one that runs. */
  private sealed interface Event<T> {
    record Arrived<T>(Incoming<T> incoming) implements Event<T> {}

    record Answered<T>(Held<T> held, Optional<Throwable> failure) implements Event<T> {}

    record Step<T>(Runnable step) implements Event<T> {}

    record Lost<T>(Throwable why) implements Event<T> {}
  }

  /** A message that is not through. */
  private static final class Held<T> {
    private final Incoming<T> incoming;
    private final InboundMessage message;
    private int failed;
    private long dueNanos;

    Held(Incoming<T> incoming, InboundMessage message) {
      this.incoming = incoming;
      this.message = message;
    }
  }

  /** Told by any thread. */
  public void arrived(Incoming<T> incoming) {
    arriving.incrementAndGet();
    events.add(new Event.Arrived<>(incoming));
  }

  /** Something of the session's own, to be done by the thread that runs. */
  public void tell(Runnable step) {
    events.add(new Event.Step<>(step));
  }

  /** Told by any thread: the connection is no more. */
  public void lost(Throwable why) {
    events.add(new Event.Lost<>(why));
  }

  /** Works until it is to stop; throws when the connection is lost. */
  public void run(Session<T> session, Presence presence) throws Exception {
    while (!presence.isStopping()) {
      session.turn(settings.prefetch() - lines.size() - arriving.get());
      Event<T> event = events.poll(untilNext(), TimeUnit.NANOSECONDS);
      // What comes meanwhile is for the next turn: a busy broker must not keep us from one.
      for (int left = events.size(); event != null; event = left-- > 0 ? events.poll() : null) {
        on(event, session);
      }
      tryAgain();
    }
    drain(session);
  }

  private long untilNext() {
    Held<T> next = later.peek();
    return next == null
        ? TURN.toNanos()
        : Math.clamp(next.dueNanos - System.nanoTime(), 0, TURN.toNanos());
  }

  private void on(Event<T> event, Session<T> session) throws Exception {
    switch (event) {
      case Event.Arrived<T>(Incoming<T> incoming) -> {
        arriving.decrementAndGet();
        onArrived(incoming, session);
      }
      case Event.Answered<T>(Held<T> held, Optional<Throwable> failure) -> {
        onTheirWay--;
        onAnswered(held, failure, session);
      }
      case Event.Step<T>(Runnable step) -> step.run();
      case Event.Lost<T>(Throwable why) -> throw new IOException(Status.text(why), why);
    }
  }

  private void onArrived(Incoming<T> incoming, Session<T> session) throws Exception {
    switch (shape.of(incoming)) {
      case Shaped.Poison(String why) -> refuse(incoming, why, session);
      case Shaped.Fits(InboundMessage message) -> {
        if (lines.size() >= settings.prefetch()) {
          throw new IOException("the broker delivers more than was asked for");
        }
        var held = new Held<>(incoming, message);
        if (lines.add(message.key(), held)) {
          handOver(held);
        }
      }
    }
  }

  private void handOver(Held<T> held) {
    onTheirWay++;
    try {
      inlet
          .publish(held.message)
          .whenComplete((_, failure) -> answered(held, Optional.ofNullable(failure)));
    } catch (RuntimeException e) {
      answered(held, Optional.of(e));
    }
  }

  private void answered(Held<T> held, Optional<Throwable> failure) {
    events.add(new Event.Answered<>(held, failure));
  }

  private void onAnswered(Held<T> held, Optional<Throwable> failure, Session<T> session)
      throws Exception {
    if (failure.isEmpty()) {
      session.accept(held.incoming.handle());
      status.counts().in().increment();
      next(held);
      return;
    }
    Throwable why = cause(failure.get());
    if (isPoison(why)) {
      refuse(held.incoming, Status.text(why), session);
      next(held);
      return;
    }
    held.failed++;
    held.dueNanos =
        System.nanoTime() + settings.retry().pause(held.failed, random.nextDouble()).toNanos();
    later.add(held);
    status.counts().again().increment();
    status.complain("not published, tried again: " + Status.text(why));
  }

  private void next(Held<T> through) {
    lines.through(through.message.key()).ifPresent(this::handOver);
  }

  private void refuse(Incoming<T> poison, String why, Session<T> session) throws Exception {
    session.refuse(poison, why);
    status.counts().poison().increment();
    status.complain("poison" + poison.messageId().map(id -> " " + id).orElse("") + ": " + why);
  }

  private void tryAgain() {
    long now = System.nanoTime();
    for (Held<T> due = later.peek(); due != null && due.dueNanos - now <= 0; due = later.peek()) {
      later.remove();
      handOver(due);
    }
  }

  /**
   * What is on its way gets a while to be through; the rest comes again along another connection.
   */
  private void drain(Session<T> session) throws Exception {
    session.pause();
    long deadline = System.nanoTime() + settings.drain().toNanos();
    while (onTheirWay > 0 && System.nanoTime() - deadline < 0) {
      Event<T> event = events.poll(TURN.toNanos(), TimeUnit.NANOSECONDS);
      if (event instanceof Event.Answered<T>(Held<T> held, Optional<Throwable> failure)) {
        onTheirWay--;
        if (failure.isEmpty()) {
          session.accept(held.incoming.handle());
          status.counts().in().increment();
        }
      } else if (event instanceof Event.Lost<T>) {
        return;
      }
    }
    session.finish();
  }

  private static Throwable cause(Throwable failure) {
    @Nullable Throwable below = failure.getCause();
    return failure instanceof CompletionException && below != null ? below : failure;
  }

  private static boolean isPoison(Throwable why) {
    return why instanceof NotPublished refused && refused.problem().kind() == Problem.Kind.CALLER;
  }
}
