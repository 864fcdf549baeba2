package dev.holdfast.messaging.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What keeps an instance from handling messages: everything on the way to it is looked at once, and
 * what was found is told with what would help.
 *
 * <pre>
 *   senders ──► subscription ──► service ──► instance ──► handler
 *    aside?       paused?     deployed, paused?  reachable?   parked?
 * </pre>
 */
final class Why {
  private static final int ASIDES = 100;

  /** A timer that is due for longer was not just about to go off. */
  private static final Duration PUNCTUAL = Duration.ofSeconds(5);

  private final OperationParts parts;
  private final EntityId instance;
  private final ObjectNode document;
  private final ArrayNode findings;

  private Why(OperationParts parts, EntityId instance) {
    this.parts = parts;
    this.instance = instance;
    this.document = Documents.put(Documents.object(), instance);
    this.findings = Documents.object().putArray("findings");
  }

  static Json of(OperationParts parts, EntityId instance, Instant deadline) {
    var why = new Why(parts, instance);
    // Both at once: an instance that does not answer costs the deadline once.
    CompletableFuture<Outcome> state =
        parts.services().inspect(instance, deadline).toCompletableFuture();
    CompletableFuture<Outcome> messages =
        parts.services().messagesOf(instance, deadline).toCompletableFuture();
    why.service();
    why.reach(state.join());
    why.messages(messages.join());
    why.asides();
    why.subscriptions();
    why.close();
    return Documents.json(why.document);
  }

  private void find(String what, String says, String helps) {
    findings.addObject().put("finding", what).put("says", says).put("helps", helps);
  }

  private void service() {
    String service = instance.service();
    boolean deployed = parts.services().deployed().service(service).isPresent();
    document.put("deployed", deployed);
    if (!deployed) {
      find(
          "not-deployed",
          service + " is not deployed on the node that answers.",
          "Deploy it: what is meant for it is kept in the journal and goes on by itself.");
    }
    document.put("paused", false);
    parts.journal().messagingRegistry().pausedServices().stream()
        .filter(one -> one.name().equals(service))
        .forEach(
            one -> {
              Waiting.write(document.put("paused", true).putObject("pause"), one);
              find(
                  "service-paused",
                  "Nothing is delivered to %s since %s%s."
                      .formatted(service, one.since(), reason(one.reason())),
                  "holdfast deliveries resume " + service);
            });
  }

  private static String reason(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private void reach(Outcome outcome) {
    ObjectNode seen = document.putObject("instance");
    switch (outcome) {
      case Outcome.Inspected found -> {
        seen.put("reachable", true).put("sequence", found.sequence());
        seen.put("time", found.time().toString()).put("node", found.node());
      }
      case Outcome.Refused(Problem problem, int _)
          when problem.code().equals(ProblemCode.UNKNOWN_ENTITY.code()) -> {
        seen.put("reachable", true).put("sequence", 0);
        find(
            "no-history",
            instance + " has handled nothing yet.",
            "Look at who should have called it: holdfast why SERVICE/ID of the sender.");
      }
      case Outcome.Refused(Problem problem, int _) -> {
        Documents.put(seen.put("reachable", false), problem);
        find(
            "unreachable",
            "%s does not answer: %s, %s".formatted(instance, problem.code(), problem.detail()),
            "See what " + problem.code() + " means (docs/problems), and the log of its node.");
      }
      case Outcome.Replied _, Outcome.Answered _ ->
          throw new IllegalStateException("An inspection is not answered so: " + outcome);
    }
  }

  private void messages(Outcome outcome) {
    ArrayNode none = Documents.object().putArray("none");
    JsonNode known =
        outcome instanceof Outcome.Inspected found
            ? Documents.read(found.state())
            : Documents.object();
    document.set("parked", known.path("parked").isArray() ? known.path("parked") : none);
    document.put("moreParked", known.path("moreParked").asInt());
    parked(known.path("parked"));
    timers(known);
  }

  private void parked(JsonNode parked) {
    for (JsonNode message : parked) {
      long waiting = behind(parked, message);
      String commands =
          ("holdfast parked show %1$s %2$d, then edit, retry or skip it:"
                  + " holdfast parked retry %1$s %2$d")
              .formatted(instance, message.path("number").asLong());
      String what =
          "%s of commit %d could not be handled: %s, %s"
              .formatted(
                  message.path("handler").asText(),
                  message.path("number").asLong(),
                  message.at("/problem/code").asText(),
                  message.at("/problem/detail").asText());
      if (message.path("blocking").asBoolean()) {
        find("parked-blocks", what + " " + waiting + " wait behind it.", commands);
      } else if (!message.path("waiting").asBoolean()) {
        find("parked", what + " Nothing waits for it.", commands);
      }
    }
  }

  private static long behind(JsonNode parked, JsonNode blocking) {
    long waiting = 0;
    for (JsonNode other : parked) {
      boolean behind =
          other.path("waiting").asBoolean()
              && other.path("lane").equals(blocking.path("lane"))
              && other.path("number").asLong() > blocking.path("number").asLong();
      waiting += behind ? 1 : 0;
    }
    return waiting;
  }

  private void timers(JsonNode known) {
    ObjectNode timers = document.putObject("timers");
    int count = known.path("timers").size() + known.path("moreTimers").asInt();
    timers.put("count", count);
    if (count == 0) {
      return;
    }
    JsonNode next = known.path("timers").get(0);
    timers.set("next", next);
    Instant due = Instant.parse(next.path("due").asText());
    if (due.plus(PUNCTUAL).isBefore(parts.clock().instant())) {
      find(
          "timer-late",
          "Timer %s was due at %s.".formatted(next.path("name").asText(), due),
          "It is tried again and again, unless its service is paused or cannot be reached; after"
              + " a few failures of its handler its message is parked.");
    }
  }

  private void asides() {
    List<AsideRow> rows = parts.journal().deliveries().asidesOf(instance, ASIDES);
    ArrayNode asides = document.putArray("asides");
    for (AsideRow row : rows) {
      Documents.put(asides.addObject(), row);
      boolean all = row.receiver().equals(instance.service());
      find(
          all ? "service-set-aside" : "set-aside",
          "Messages of slice %d along %s wait for %s since %s, after %d tries: %s, %s"
              .formatted(
                  row.from().slice(),
                  row.lane().isEmpty() ? "sends" : row.lane(),
                  all ? "every instance of " + row.receiver() : row.receiver(),
                  row.since(),
                  row.failure().tries(),
                  row.failure().code(),
                  row.failure().detail()),
          "It goes on by itself once the cause is gone: " + row.failure().code() + ".");
    }
  }

  /** One that waits delivers to nobody. */
  private void subscriptions() {
    ArrayNode paused = document.putArray("pausedSubscriptions");
    for (SubscriptionRow row : parts.journal().messagingRegistry().subscriptions()) {
      if (row.paused() && row.name().startsWith(instance.service() + ".")) {
        paused.add(row.name());
        find(
            "subscription-paused",
            "Messages of topic %s wait, because %s is paused.".formatted(row.topic(), row.name()),
            "holdfast subscriptions " + row.name() + " resume");
      }
    }
  }

  private void close() {
    if (findings.isEmpty()) {
      find(
          "nothing",
          instance + " takes what comes; nothing is parked and nothing waits for it.",
          "If something is missing, look at who should have sent it: holdfast events SERVICE/ID.");
    }
    document.set("findings", findings);
  }
}
