package dev.holdfast.messaging;

import dev.holdfast.journal.Journal;
import dev.holdfast.messaging.courier.CourierParts;
import dev.holdfast.messaging.courier.Couriers;
import dev.holdfast.messaging.courier.MessagingCounters;
import dev.holdfast.messaging.directory.OldLanes;
import dev.holdfast.messaging.directory.Registrar;
import dev.holdfast.messaging.inlet.InletRuntime;
import dev.holdfast.messaging.inlet.JournalInlet;
import dev.holdfast.messaging.operations.Levels;
import dev.holdfast.messaging.outlets.OutletRuntime;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Services;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about messages on a node: couriers for its slices, topics, and the way in and out. */
public final class Messaging {
  private static final Logger LOG = LoggerFactory.getLogger(Messaging.class);

  private final Parts parts;
  private final TopicSignals signals = new TopicSignals();
  private final MessagingCounters counters = new MessagingCounters();
  private final Registrar registrar;
  private final Couriers couriers;
  private final Inlet inlet;
  private final OldLanes oldLanes;
  private final Levels levels;
  private final Thread refreshing;
  private volatile boolean closed;

  /** What messaging needs of the node around it. */
  public record Parts(
      ActorSystem<?> system,
      Journal journal,
      Services services,
      MessagingSettings settings,
      InstantSource clock) {}

  private Messaging(Parts parts) {
    this.parts = parts;
    this.registrar = new Registrar(parts.journal(), parts.services()::deployed, parts.clock());
    this.inlet = new JournalInlet(parts.services(), parts.clock());
    this.oldLanes = new OldLanes(parts.journal());
    this.levels = new Levels(parts.journal(), parts.clock(), parts.settings().measure());
    this.couriers =
        Couriers.start(
            parts.system(),
            new CourierParts(
                parts.journal(),
                parts.services(),
                parts.settings(),
                counters,
                registrar::current,
                signals,
                parts.clock(),
                CourierParts.Readings.of(parts.journal(), parts.settings().readers())));
    this.refreshing = Thread.ofVirtual().name("messaging-refresh").unstarted(this::refresh);
  }

  /** Couriers begin as soon as this node owns slices. */
  public static Messaging start(Parts parts) {
    parts.settings().unsafe().warning().ifPresent(LOG::warn);
    var messaging = new Messaging(parts);
    messaging.refreshing.start();
    return messaging;
  }

  /**
   * The services of the platform's own, to be deployed with all others.
   *
   * @param outlets those that are open on this node, by name; none while it starts
   */
  public static Collection<FunctionRuntime> platformServices(
      Supplier<Map<String, Outlet>> outlets) {
    return List.of(new InletRuntime(), new OutletRuntime(outlets));
  }

  public Inlet inlet() {
    return inlet;
  }

  public TopicReads topics() {
    return new JournalTopics(parts.journal(), signals);
  }

  public Registrar registrar() {
    return registrar;
  }

  public MessagingCounters counters() {
    return counters;
  }

  /** What waits, in the whole cluster. */
  public Levels levels() {
    return levels;
  }

  private void refresh() {
    while (!closed) {
      try {
        registrar.refresh();
        register();
        signals.nudgeAll();
        oldLanes.forget();
        levels.look();
      } catch (RuntimeException e) {
        LOG.warn("What is deployed and paused elsewhere cannot be read: {}", e.getMessage());
      }
      LockSupport.parkNanos(parts.settings().refresh().toNanos());
    }
  }

  private void register() {
    Collection<String> topics = signals.take();
    if (!topics.isEmpty()) {
      try {
        parts.journal().messagingRegistry().addTopics(topics, parts.clock().instant());
      } catch (RuntimeException e) {
        signals.putBack(topics);
        throw e;
      }
    }
  }

  /** Something was deployed or changed here: not to wait for the next look. */
  public void refreshSoon() {
    LockSupport.unpark(refreshing);
  }

  /** Writes down what was delivered and ends. */
  public CompletionStage<Void> close() {
    closed = true;
    LockSupport.unpark(refreshing);
    return couriers.stop();
  }
}
