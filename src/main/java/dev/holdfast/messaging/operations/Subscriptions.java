package dev.holdfast.messaging.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.messaging.OperationRefused;
import dev.holdfast.messaging.directory.Names;
import dev.holdfast.messaging.directory.Registrar;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.List;
import java.util.Map;

/** Who listens to which topic, how far it is, and to let it wait or begin anew. */
final class Subscriptions {
  /** Asides that are told of one subscription. */
  private static final int ASIDES = 100;

  private final OperationParts parts;
  private final MessagingRegistry registry;
  private final Deliveries book;
  private final Lag lag;

  Subscriptions(OperationParts parts) {
    this.parts = parts;
    this.registry = parts.journal().messagingRegistry();
    this.book = parts.journal().deliveries();
    this.lag = new Lag(parts.journal(), parts.clock());
  }

  Json list() {
    ObjectNode document = Documents.object();
    ArrayNode list = document.putArray("subscriptions");
    registry.subscriptions().forEach(row -> write(list.addObject(), row));
    return Documents.json(document);
  }

  Json one(String name) throws OperationRefused {
    SubscriptionRow row = row(name);
    ObjectNode document = Documents.object();
    write(document, row);
    ArrayNode asides = document.putArray("asides");
    List<AsideRow> rows = book.asidesOfLane(Names.lane(row), ASIDES);
    rows.forEach(aside -> Documents.put(asides.addObject(), aside));
    return Documents.json(document);
  }

  private SubscriptionRow row(String name) throws OperationRefused {
    return registry.subscription(name).orElseThrow(() -> unknown(name));
  }

  private static OperationRefused unknown(String name) {
    return new OperationRefused(
        ProblemCode.UNKNOWN_SUBSCRIPTION.problem("There is no subscription " + name + "."));
  }

  private void write(ObjectNode to, SubscriptionRow row) {
    Lag.Of now = lag.of(row);
    to.put("name", row.name()).put("topic", row.topic());
    to.put("generation", row.generation()).put("paused", row.paused());
    to.put("since", row.since().toString()).put("listening", isListening(row));
    to.put("behind", now.commits()).put("lagSeconds", now.seconds());
    to.put("setAside", book.asidesOfLane(Names.lane(row), ASIDES).size());
  }

  /** Whether what is deployed on this node still wants it. */
  private boolean isListening(SubscriptionRow row) {
    return parts.registrar().current().subscriptions().stream()
        .anyMatch(one -> one.name().equals(row.name()));
  }

  Json pause(String name, boolean paused) throws OperationRefused {
    if (!registry.pauseSubscription(name, paused)) {
      throw unknown(name);
    }
    parts.changed().run();
    return one(name);
  }

  /**
   * The next lane is there with its places before anybody is told to go along it, so that none
   * begins elsewhere. One left by somebody who failed in between is made anew.
   */
  synchronized Json rewind(String name, String to) throws OperationRefused {
    if (!Registrar.isStart(to)) {
      throw new OperationRefused(
          ProblemCode.INVALID_REQUEST.at(
              "/to", "It must be beginning, now or a time such as 2026-01-31T10:00:00Z."));
    }
    SubscriptionRow row = row(name);
    String next = Names.lane(name, row.generation() + 1);
    Map<Integer, Long> positions = parts.registrar().positions(to);
    if (!book.startLane(next, positions)) {
      book.dropLane(next);
      book.startLane(next, positions);
    }
    if (registry.nextGeneration(name, row.generation()).isEmpty()) {
      Problem problem =
          ProblemCode.SEQUENCE_CONFLICT.problem(name + " was rewound by somebody else just now.");
      throw new OperationRefused(problem);
    }
    parts.changed().run();
    return one(name);
  }
}
