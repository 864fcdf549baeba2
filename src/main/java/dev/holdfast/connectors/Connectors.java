package dev.holdfast.connectors;

import dev.holdfast.connectors.kafka.KafkaSink;
import dev.holdfast.connectors.kafka.KafkaSource;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.SinkOutlet;
import dev.holdfast.connectors.rabbitmq.RabbitSink;
import dev.holdfast.connectors.rabbitmq.RabbitSource;
import dev.holdfast.connectors.redis.RedisSink;
import dev.holdfast.connectors.redis.RedisSource;
import dev.holdfast.connectors.redis.RedisThreads;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.settings.InvalidSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The connectors of one node.
 *
 * <p>Invariant: one connector has at most one connection at a time, also when it is stopped and
 * started again at once. Nothing runs that was not started: on which nodes a source runs is for
 * whoever calls this to decide, see {@link ConnectorSettings.Nodes}.
 */
public final class Connectors implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(8);

  private final Parts parts;
  private final Map<String, Connector> connectors = new TreeMap<>();
  private final RedisThreads redisThreads = new RedisThreads();
  private volatile boolean closed;

  /**
   * What connectors need.
   *
   * @param inlet must answer every message in the end
   * @param node the node's name, the same after a restart
   * @param environment in which passwords are looked up
   */
  public record Parts(Inlet inlet, String node, Clock clock, Map<String, String> environment) {}

  /** One that was declared. */
  private final class Connector {
    private final ConnectorSettings settings;
    private final Status status;
    private final Optional<SinkOutlet> outlet;
    private Optional<Link> running = Optional.empty();
    private CompletionStage<Void> ended = CompletableFuture.completedStage(null);

    Connector(ConnectorSettings settings) {
      this.settings = settings;
      this.status = new Status(settings.name(), parts.clock());
      this.outlet =
          settings instanceof ConnectorSettings.Sink sink
              ? Optional.of(new SinkOutlet(sink, status, this::stop))
              : Optional.empty();
    }

    synchronized void start() {
      if (running.isEmpty() && !closed) {
        var link = new Link(status, settings.common().broker().reconnect(), work());
        running = Optional.of(link);
        ended.thenRun(link::start);
        ended = link.ended();
      }
    }

    synchronized CompletionStage<Void> stop() {
      running.ifPresent(Link::stop);
      running = Optional.empty();
      return ended;
    }

    private Link.Work work() {
      return switch (settings) {
        case ConnectorSettings.RabbitSource source ->
            new RabbitSource(source, parts.inlet(), status, self());
        case ConnectorSettings.RabbitSink sink ->
            new RabbitSink(sink, outlet.orElseThrow(), status, self());
        case ConnectorSettings.RedisSource source ->
            new RedisSource(source, parts.inlet(), status, redis());
        case ConnectorSettings.RedisSink sink ->
            new RedisSink(sink, outlet.orElseThrow(), status, redis());
        case ConnectorSettings.KafkaSource source ->
            new KafkaSource(source, parts.inlet(), status, self());
        case ConnectorSettings.KafkaSink sink ->
            new KafkaSink(sink, outlet.orElseThrow(), status, self());
      };
    }

    private Self self() {
      return new Self(parts.node(), parts.environment());
    }

    private RedisSource.Node redis() {
      return new RedisSource.Node(parts.node(), parts.environment(), redisThreads);
    }

    ConnectorState state() {
      return new ConnectorState(
          settings.name(),
          settings.type(),
          settings.direction(),
          settings.common().topic(),
          status.phase(),
          status.counts().numbers(),
          status.failure());
    }
  }

  public Connectors(Parts parts) {
    this.parts = parts;
  }

  /** Declares a connector; it does not run yet. */
  public synchronized void add(ConnectorSettings settings) {
    if (connectors.containsKey(settings.name())) {
      throw new InvalidSetting(ConnectorReader.PATH + "." + settings.name(), "is there already");
    }
    connectors.put(settings.name(), new Connector(settings));
  }

  /** Stops a connector and forgets it. */
  public synchronized CompletionStage<Void> remove(String name) {
    CompletionStage<Void> stopped = stop(name);
    connectors.remove(name);
    return stopped;
  }

  /** Runs a connector from now on; one that runs already goes on. */
  public void start(String name) {
    of(name).start();
  }

  /** Stops a connector; completes once it has let go of its broker. It may be started again. */
  public CompletionStage<Void> stop(String name) {
    return of(name).stop();
  }

  /** The way out through a sink, which runs from now on; closing it stops the sink. */
  public Outlet outlet(String name) {
    Connector sink = of(name);
    Outlet outlet =
        sink.outlet.orElseThrow(() -> new IllegalArgumentException(name + " is a source"));
    sink.start();
    return outlet;
  }

  /** What was declared under a name. */
  public synchronized Optional<ConnectorSettings> settings(String name) {
    return Optional.ofNullable(connectors.get(name)).map(one -> one.settings);
  }

  /** All of them, by name. */
  public synchronized List<ConnectorState> states() {
    return connectors.values().stream().map(Connector::state).toList();
  }

  public ConnectorState state(String name) {
    return of(name).state();
  }

  private synchronized Connector of(String name) {
    Connector found = connectors.get(name);
    if (found == null) {
      throw new IllegalArgumentException("There is no connector " + name);
    }
    return found;
  }

  /** Stops all of them for good and waits, but not for a broker that hangs. */
  @Override
  public void close() {
    closed = true;
    List<CompletableFuture<Void>> all;
    synchronized (this) {
      all = connectors.values().stream().map(one -> one.stop().toCompletableFuture()).toList();
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    redisThreads.close();
  }
}
