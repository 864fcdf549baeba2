package dev.holdfast.messaging.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.PausedService;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.OperationRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.TimerChange;
import java.time.Instant;
import java.util.List;

/** What waits because of its receiver, its service or the clock. */
final class Waiting {
  /** Receivers set aside that are told. */
  private static final int ASIDES = 100;

  private final OperationParts parts;
  private final MessagingRegistry registry;
  private final Deliveries book;

  Waiting(OperationParts parts) {
    this.parts = parts;
    this.registry = parts.journal().messagingRegistry();
    this.book = parts.journal().deliveries();
  }

  Json deliveries() {
    ObjectNode document = Documents.object();
    ArrayNode paused = document.putArray("paused");
    registry.pausedServices().forEach(one -> write(paused.addObject(), one));
    ArrayNode asides = document.putArray("asides");
    List<AsideRow> rows = book.asidesOfAll(ASIDES + 1);
    rows.stream().limit(ASIDES).forEach(row -> Documents.put(asides.addObject(), row));
    document.put("moreAsides", rows.size() > ASIDES);
    return Documents.json(document);
  }

  static void write(ObjectNode to, PausedService paused) {
    to.put("service", paused.name()).put("paused", true);
    to.put("since", paused.since().toString()).put("reason", paused.reason());
  }

  Json pause(String service, String reason) throws OperationRefused {
    require(service);
    registry.pauseService(new PausedService(service, parts.clock().instant(), reason));
    parts.changed().run();
    ObjectNode document = Documents.object();
    registry.pausedServices().stream()
        .filter(one -> one.name().equals(service))
        .forEach(one -> write(document, one));
    return Documents.json(document);
  }

  Json resume(String service) throws OperationRefused {
    require(service);
    registry.resumeService(service);
    parts.changed().run();
    return Documents.json(Documents.object().put("service", service).put("paused", false));
  }

  private static void require(String service) throws OperationRefused {
    if (!EntityId.isService(service)) {
      throw new OperationRefused(
          ProblemCode.INVALID_REQUEST.problem(
              "A service is named by lower-case words with hyphens, such as new-orders."));
    }
  }

  /** One that is the platform's own is left out. */
  Json timers(int limit) {
    ObjectNode document = Documents.object();
    write(document, book.timers(limit));
    return Documents.json(document.put("count", book.countTimers()));
  }

  Json timersOf(EntityId instance, int limit) {
    ObjectNode document = Documents.put(Documents.object(), instance);
    write(document, book.timersOf(instance.key(), limit));
    return Documents.json(document);
  }

  private void write(ObjectNode document, List<TimerRow> rows) {
    Instant now = parts.clock().instant();
    ArrayNode timers = document.putArray("timers");
    for (TimerRow row : rows) {
      if (TimerChange.isName(row.name())) {
        Documents.put(timers.addObject(), row, now);
      }
    }
  }
}
