package dev.holdfast.connectors;

import dev.holdfast.connectors.ConnectorState.Numbers;
import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.webhook.WebhookOutlet;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes what runs on this node what was declared.
 *
 * <p>Invariant: an outlet is open in its topic for as long as its connector is declared, and no
 * longer. One that cannot run as it was declared keeps nobody else from running.
 */
public final class RunningConnectors implements AutoCloseable {
  /** Longer than a source waits for what is on its way by default. */
  private static final Duration LETTING_GO = Duration.ofSeconds(8);

  private final Connectors.Parts parts;
  private final Topics topics;
  private final BooleanSupplier oldest;
  private final Connectors connectors;
  private final Map<String, Running> running = new ConcurrentSkipListMap<>();
  private boolean closed;

  /** Where outlets are opened. */
  public interface Topics {
    void open(String name, String topic, Outlet outlet);

    void close(String name);
  }

  /** A connector and what is to be told of it, where {@link Connectors} does not know it. */
  private record Running(
      Declaration declaration,
      Instant since,
      Optional<Outlet> own,
      Optional<Status> status,
      String error) {}

  /**
   * Nothing runs yet.
   *
   * @param oldest whether this node runs what runs on one node
   */
  public RunningConnectors(Connectors.Parts parts, Topics topics, BooleanSupplier oldest) {
    this.parts = parts;
    this.topics = topics;
    this.oldest = oldest;
    this.connectors = new Connectors(parts);
  }

  /** Stops what is not wanted any more, starts what is new, restarts what has changed; may wait. */
  public synchronized void want(Collection<Declaration> wanted) {
    if (closed) {
      return;
    }
    Map<String, Declaration> byName = new TreeMap<>();
    wanted.forEach(one -> byName.put(one.name(), one));
    for (Running one : List.copyOf(running.values())) {
      if (!one.declaration().equals(byName.get(one.declaration().name()))) {
        stop(one);
      }
    }
    for (Declaration one : byName.values()) {
      if (!running.containsKey(one.name())) {
        running.put(one.name(), begun(one));
      }
    }
    boolean first = oldest.getAsBoolean();
    for (Running one : running.values()) {
      follow(one, first);
    }
  }

  private Running begun(Declaration declaration) {
    Instant now = parts.clock().instant();
    try {
      return switch (declaration) {
        case Declaration.Wrong wrong -> failed(wrong, wrong.error());
        case Declaration.Webhook(var settings) -> {
          var status = new Status(settings.name(), parts.clock());
          Outlet outlet =
              new CountedOutlet(
                  new WebhookOutlet(settings, parts.clock(), parts.environment()), status);
          status.running();
          topics.open(settings.name(), settings.topic(), outlet);
          yield new Running(declaration, now, Optional.of(outlet), Optional.of(status), "");
        }
        case Declaration.Broker(var settings) -> {
          connectors.add(settings);
          if (settings instanceof ConnectorSettings.Sink) {
            topics.open(
                settings.name(), settings.common().topic(), connectors.outlet(settings.name()));
          }
          yield new Running(declaration, now, Optional.empty(), Optional.empty(), "");
        }
      };
    } catch (InvalidSetting e) {
      return failed(declaration, String.valueOf(e.getMessage()));
    }
  }

  private Running failed(Declaration declaration, String error) {
    return new Running(
        declaration, parts.clock().instant(), Optional.empty(), Optional.empty(), error);
  }

  /** A source runs here or not, whichever node is the oldest now. */
  private void follow(Running one, boolean first) {
    if (one.declaration() instanceof Declaration.Broker(ConnectorSettings.Source source)) {
      if (first || source.intake().nodes() == ConnectorSettings.Nodes.ALL) {
        connectors.start(source.name());
      } else {
        connectors.stop(source.name());
      }
    }
  }

  private void stop(Running one) {
    String name = one.declaration().name();
    topics.close(name);
    one.own().ifPresent(Outlet::close);
    if (one.declaration() instanceof Declaration.Broker) {
      await(connectors.remove(name));
    }
    running.remove(name);
  }

  /** The next one of the name must not begin beside it. */
  private static void await(CompletionStage<Void> ended) {
    ended
        .toCompletableFuture()
        .copy()
        .completeOnTimeout(null, LETTING_GO.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** All of them, by name. */
  public List<ConnectorState> states() {
    List<ConnectorState> all = new ArrayList<>();
    Map<String, ConnectorState> known = new TreeMap<>();
    connectors.states().forEach(state -> known.put(state.name(), state));
    for (Running one : running.values()) {
      ConnectorState state = known.get(one.declaration().name());
      all.add(state == null ? state(one) : state);
    }
    return all;
  }

  private static ConnectorState state(Running one) {
    Declaration declaration = one.declaration();
    return new ConnectorState(
        declaration.name(),
        declaration.type(),
        declaration.direction(),
        declaration.topic(),
        one.status().map(Status::phase).orElseGet(() -> new Phase.Failed(one.since(), one.error())),
        one.status()
            .map(status -> status.counts().numbers())
            .orElseGet(() -> new Numbers(0, 0, 0, 0, 0, 0)),
        one.status().flatMap(Status::failure));
  }

  /** What cannot run here, with the reason; empty when all that is wanted can. */
  public synchronized Optional<String> error() {
    return running.values().stream().map(Running::error).filter(it -> !it.isEmpty()).findFirst();
  }

  /** Stops all of them for good; messages of topics wait where they are. */
  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(one -> one.own().ifPresent(Outlet::close));
    connectors.close();
  }
}
