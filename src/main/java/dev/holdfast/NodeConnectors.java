package dev.holdfast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.holdfast.connectors.ConnectorDefaults;
import dev.holdfast.connectors.ConnectorState;
import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.connectors.Connectors;
import dev.holdfast.connectors.Declaration;
import dev.holdfast.connectors.RunningConnectors;
import dev.holdfast.journal.messages.ConnectorRow;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.messaging.ConnectorAccess;
import dev.holdfast.messaging.Messaging;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.settings.InvalidSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors of this node: those of its file of settings, and those that the registry has for
 * all nodes.
 *
 * <p>Invariant: one of the file goes before one of the registry with the same name. While the
 * registry cannot be read, what runs goes on.
 */
final class NodeConnectors implements ConnectorAccess, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeConnectors.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Parts parts;
  private final ConnectorDefaults defaults;
  private final List<Declaration> own;
  private final RunningConnectors running;
  private final Thread watching;
  private volatile boolean closed;

  /**
   * What they need of the node around them.
   *
   * @param node its name
   * @param consumer what brokers know it by: after a restart it goes on with what it was given
   * @param oldest whether this node runs what runs on one node
   * @param refresh how often the registry is looked at
   */
  record Parts(
      Messaging messaging,
      MessagingRegistry registry,
      String node,
      String consumer,
      BooleanSupplier oldest,
      Duration refresh,
      Clock clock) {}

  private NodeConnectors(Config config, Parts parts) {
    this.parts = parts;
    this.defaults = ConnectorDefaults.of(config);
    this.own = Declaration.all(config);
    Connectors.Parts needs =
        new Connectors.Parts(
            parts.messaging().inlet(), parts.consumer(), parts.clock(), System.getenv());
    this.running = new RunningConnectors(needs, new Ports(parts.messaging()), parts.oldest());
    this.watching = Thread.ofVirtual().name("connectors-watch").unstarted(this::watch);
  }

  /** An outlet that is new begins with what is published from now on. */
  private record Ports(Messaging messaging) implements RunningConnectors.Topics {
    @Override
    public void open(String name, String topic, Outlet outlet) {
      messaging.registrar().open(name, topic, "now", outlet);
      messaging.refreshSoon();
    }

    @Override
    public void close(String name) {
      messaging.registrar().close(name);
      messaging.refreshSoon();
    }
  }

  /**
   * Those of the settings run when this returns, and their topics know of them.
   *
   * @throws InvalidSetting when one of the settings is wrong
   */
  static NodeConnectors start(Config config, Parts parts) {
    var connectors = new NodeConnectors(config, parts);
    connectors.running.want(connectors.own);
    Optional<String> error = connectors.running.error();
    if (error.isPresent()) {
      connectors.running.close();
      throw new InvalidSetting("connectors", error.get());
    }
    parts.messaging().registrar().refresh();
    connectors.watching.start();
    return connectors;
  }

  private void watch() {
    while (!closed) {
      try {
        running.want(wanted());
      } catch (RuntimeException e) {
        LOG.warn("Connectors could not be brought up to date: {}", e.getMessage());
      }
      LockSupport.parkNanos(parts.refresh().toNanos());
    }
  }

  private Collection<Declaration> wanted() {
    Map<String, Declaration> all = new TreeMap<>();
    parts.registry().connectors().forEach(row -> all.put(row.name(), declared(row)));
    own.forEach(one -> all.put(one.name(), one));
    return all.values();
  }

  private Declaration declared(ConnectorRow row) {
    try {
      return Declaration.ofJson(row.name(), row.settings(), defaults);
    } catch (InvalidSetting e) {
      return new Declaration.Wrong(row.name(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Json all() {
    ObjectNode document = JSON.createObjectNode();
    document.put("node", parts.node());
    ArrayNode rows = document.putArray("connectors");
    rows().forEach(rows::add);
    return Json.of(document.toString());
  }

  @Override
  public Optional<Json> one(String name) {
    return rows().stream()
        .filter(row -> row.path("name").asText().equals(name))
        .findFirst()
        .map(row -> Json.of(row.put("node", parts.node()).toString()));
  }

  private List<ObjectNode> rows() {
    Map<String, ObjectNode> rows = new TreeMap<>();
    for (ConnectorRow row : parts.registry().connectors()) {
      rows.put(row.name(), row(pending(declared(row))));
    }
    running.states().forEach(state -> rows.put(state.name(), row(state)));
    rows.forEach((name, row) -> row.put("declared", isOwn(name) ? "file" : "registry"));
    return new ArrayList<>(rows.values());
  }

  /** In the registry, and not yet here. */
  private ConnectorState pending(Declaration declaration) {
    return new ConnectorState(
        declaration.name(),
        declaration.type(),
        declaration.direction(),
        declaration.topic(),
        new Phase.Stopped(parts.clock().instant()),
        new ConnectorState.Numbers(0, 0, 0, 0, 0, 0),
        Optional.empty());
  }

  private static ObjectNode row(ConnectorState state) {
    ObjectNode row = JSON.createObjectNode();
    row.put("name", state.name()).put("type", state.type()).put("direction", state.direction());
    row.put("topic", state.topic());
    Phase phase = state.phase();
    switch (phase) {
      case Phase.Running _ -> row.put("phase", "running");
      case Phase.Stopped _ -> row.put("phase", "stopped");
      case Phase.Connecting(var _, String error) ->
          row.put("phase", "connecting").put("error", error);
      case Phase.Failed(var _, String error) -> row.put("phase", "failed").put("error", error);
    }
    row.put("since", phase.since().toString());
    ConnectorState.Numbers numbers = state.numbers();
    row.putObject("counts")
        .put("in", numbers.in())
        .put("out", numbers.out())
        .put("refused", numbers.refused())
        .put("poison", numbers.poison())
        .put("again", numbers.again())
        .put("connections", numbers.connections());
    state
        .failure()
        .ifPresent(
            failure ->
                row.putObject("failure")
                    .put("at", failure.at().toString())
                    .put("text", failure.text()));
    return row;
  }

  private boolean isOwn(String name) {
    return own.stream().anyMatch(one -> one.name().equals(name));
  }

  private static Problem ofTheFile(String name) {
    return ProblemCode.INVALID_REQUEST.problem(
        name + " is declared in this node's file of settings; change it there.");
  }

  @Override
  public Optional<Problem> put(String name, Json settings) {
    if (isOwn(name)) {
      return Optional.of(ofTheFile(name));
    }
    try {
      Declaration.ofJson(name, settings.toString(), defaults);
    } catch (InvalidSetting e) {
      return Optional.of(ProblemCode.INVALID_REQUEST.at(pointer(name, e.key()), e.reason() + "."));
    }
    parts
        .registry()
        .putConnector(new ConnectorRow(name, settings.toString(), parts.clock().instant()));
    LockSupport.unpark(watching);
    return Optional.empty();
  }

  /** The place in the body of what is wrong with a key below {@code holdfast.connectors.NAME}. */
  private static String pointer(String name, String key) {
    String path = "holdfast.connectors." + name + ".";
    return key.startsWith(path) ? "/" + key.substring(path.length()).replace('.', '/') : "";
  }

  @Override
  public Optional<Problem> remove(String name) {
    if (isOwn(name)) {
      return Optional.of(ofTheFile(name));
    }
    if (!parts.registry().removeConnector(name)) {
      return Optional.of(ProblemCode.UNKNOWN_ROUTE.problem("There is no connector " + name + "."));
    }
    LockSupport.unpark(watching);
    return Optional.empty();
  }

  /** Sources hand over what they have; sinks leave the rest in their topics. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watching);
    running.close();
  }
}
