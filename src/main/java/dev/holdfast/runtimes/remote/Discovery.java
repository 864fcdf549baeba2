package dev.holdfast.runtimes.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Event;
import dev.holdfast.protocol.ServiceDescription.Handler;
import dev.holdfast.protocol.ServiceDescription.Kind;
import dev.holdfast.protocol.ServiceDescription.Limits;
import dev.holdfast.protocol.ServiceDescription.Rejection;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.triggers.TriggerFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a function says about itself. */
record Discovery(List<Found> services, boolean keepsStates) {
  static final int PROTOCOL = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  Discovery {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param empty the state of an instance before its first event
   */
  record Found(ServiceDescription description, Json empty) {}

  /**
   * Reads the answer to {@code discover}.
   *
   * @param version of the code, for the descriptions
   * @throws NoAnswer that says what is wrong with it
   */
  static Discovery read(Json answer, String version) throws NoAnswer {
    try {
      JsonNode root = JSON.readTree(answer.utf8());
      if (root.path("protocol").asInt() != PROTOCOL) {
        throw new NoAnswer(
            "It speaks version %s of the function protocol; this node speaks %d."
                .formatted(root.path("protocol"), PROTOCOL));
      }
      var services = new ArrayList<Found>();
      for (JsonNode service : root.path("services")) {
        services.add(new Found(service(service, version), json(service.path("empty"))));
      }
      if (services.isEmpty()) {
        throw new NoAnswer("It has no service.");
      }
      return new Discovery(services, root.path("keepsStates").asBoolean());
    } catch (IOException | IllegalArgumentException e) {
      throw new NoAnswer("It answered to discover what is no answer: " + e.getMessage(), e);
    }
  }

  private static ServiceDescription service(JsonNode node, String version) throws IOException {
    String name = text(node, "service");
    if (!EntityId.isService(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is no service name");
    }
    Kind kind = kind(text(node, "kind"));
    var events = new ArrayList<Event>();
    if (kind == Kind.VALUE && node.path("events").isEmpty()) {
      // Those of the platform in their first version: the new state as a whole, or none.
      events.add(new Event("Saved", 1, json(node.path("state")), List.of()));
      events.add(new Event("Cleared", 1, Json.of("{}"), List.of()));
    }
    for (JsonNode event : node.path("events")) {
      events.add(event(event));
    }
    var handlers = new ArrayList<Handler>();
    for (JsonNode handler : node.path("handlers")) {
      handlers.add(handler(handler));
    }
    checkTriggers(name, kind, handlers);
    return new ServiceDescription(name, kind, version, json(node.path("state")), events, handlers);
  }

  /** An SDK knows neither calendars nor filters. */
  private static void checkTriggers(String service, Kind kind, List<Handler> handlers) {
    for (Handler handler : handlers) {
      for (Trigger trigger : handler.triggers()) {
        List<String> faults = TriggerFaults.of(trigger);
        if (!faults.isEmpty()) {
          throw new IllegalArgumentException(
              service + "." + handler.name() + " " + String.join(" It ", faults));
        }
        if (trigger instanceof Trigger.Schedule schedule
            && schedule.id().isEmpty()
            && kind != Kind.STATELESS) {
          throw new IllegalArgumentException(
              service + "." + handler.name() + " is scheduled, but does not say for which id");
        }
      }
    }
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "entity" -> Kind.ENTITY;
      case "value" -> Kind.VALUE;
      case "stateless" -> Kind.STATELESS;
      default -> throw new IllegalArgumentException("\"" + text + "\" is no kind of service");
    };
  }

  private static Event event(JsonNode node) throws IOException {
    var upcasts = new ArrayList<Integer>();
    node.path("upcasts").forEach(version -> upcasts.add(version.asInt()));
    return new Event(
        text(node, "type"), node.path("version").asInt(1), json(node.path("schema")), upcasts);
  }

  private static Handler handler(JsonNode node) throws IOException {
    var rejections = new ArrayList<Rejection>();
    for (JsonNode rejection : node.path("rejections")) {
      rejections.add(new Rejection(text(rejection, "code"), rejection.path("status").asInt(422)));
    }
    var allow = new ArrayList<String>();
    node.path("allow").forEach(rule -> allow.add(rule.asText()));
    var triggers = new ArrayList<Trigger>();
    for (JsonNode trigger : node.path("triggers")) {
      triggers.add(trigger(trigger));
    }
    return new Handler(
        text(node, "name"),
        text(node, "kind").equals("query"),
        optional(node.path("argument")),
        optional(node.path("reply")),
        rejections,
        Optional.ofNullable(node.path("route").textValue()),
        allow,
        limits(node.path("limits")),
        triggers);
  }

  private static Limits limits(JsonNode node) {
    return new Limits(
        Optional.ofNullable(node.path("deadline").textValue()).map(Discovery::time),
        number(node.path("queue")),
        number(node.path("bodyBytes")));
  }

  private static Optional<Integer> number(JsonNode node) {
    return node.isInt() ? Optional.of(node.intValue()) : Optional.empty();
  }

  private static Duration time(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    return plain.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(plain.substring(0, plain.length() - 2).strip()))
        : Duration.parse("pt" + plain.replace(" ", ""));
  }

  private static Trigger trigger(JsonNode node) {
    return node.has("topic")
        ? new Trigger.Topic(
            text(node, "topic"),
            node.path("id").asText(""),
            node.path("filter").asText(""),
            node.path("start").asText("now"),
            node.path("waits").asBoolean())
        : new Trigger.Schedule(
            text(node, "cron"),
            node.path("zone").asText("UTC"),
            node.path("missed").asText("once"),
            node.path("id").asText(""));
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).textValue();
    if (text == null) {
      throw new IllegalArgumentException("\"" + field + "\" is missing in " + node);
    }
    return text;
  }

  private static Optional<Json> optional(JsonNode node) throws IOException {
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(json(node));
  }

  private static Json json(JsonNode node) throws IOException {
    return node.isMissingNode() ? Json.of("{}") : Json.wrap(JSON.writeValueAsBytes(node));
  }
}
