package dev.holdfast.deployments.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The JSON of orders, of events and of states; written out, as journals keep it for ever. */
final class RegistryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RegistryJson() {}

  static EventData event(Change change) {
    ObjectNode data = JSON.createObjectNode();
    switch (change) {
      case Change.VersionAdded(Version version) -> data.set("version", node(version));
      case Change.GateRefused(String id, String report, String by, Instant at) ->
          by(data.put("id", id).put("report", report), by, at);
      case Change.ShareSet(int number, int share, String by, Instant at) ->
          by(data.put("number", number).put("share", share), by, at);
      case Change.Promoted(int number, String by, Instant at) ->
          by(data.put("number", number), by, at);
      case Change.RolledBack(int number, int from, String why, String by, Instant at) ->
          by(data.put("number", number).put("from", from).put("why", why), by, at);
      case Change.Removed(String by, Instant at) -> by(data, by, at);
    }
    return new EventData(change.getClass().getSimpleName(), 1, json(data));
  }

  private static void by(ObjectNode data, String by, Instant at) {
    data.put("by", by).put("at", at.toString());
  }

  static Change change(EventData event) {
    JsonNode data = tree(event.data());
    String by = data.path("by").asText();
    int number = data.path("number").asInt();
    return switch (event.type()) {
      case "VersionAdded" -> new Change.VersionAdded(version(data.path("version")));
      case "GateRefused" ->
          new Change.GateRefused(
              data.path("id").asText(), data.path("report").asText(), by, at(data));
      case "ShareSet" -> new Change.ShareSet(number, data.path("share").asInt(), by, at(data));
      case "Promoted" -> new Change.Promoted(number, by, at(data));
      case "RolledBack" ->
          new Change.RolledBack(
              number, data.path("from").asInt(), data.path("why").asText(), by, at(data));
      case "Removed" -> new Change.Removed(by, at(data));
      default -> throw new IllegalStateException("No change of a deployment: " + event.type());
    };
  }

  private static Instant at(JsonNode data) {
    return Instant.parse(data.path("at").asText());
  }

  static Json argument(Order order) {
    ObjectNode data = JSON.createObjectNode().put("by", order.by());
    switch (order) {
      case Order.Add(Version version, _) -> data.set("version", node(version));
      case Order.Refuse(String id, String report, _) -> data.put("id", id).put("report", report);
      case Order.Share(int number, int share, _) -> data.put("number", number).put("share", share);
      case Order.Promote(int number, _) -> data.put("number", number);
      case Order.RollBack(int number, int from, String why, _) ->
          data.put("number", number).put("from", from).put("why", why);
      case Order.Remove _ -> {}
    }
    return json(data);
  }

  static Order order(String handler, Json argument) {
    JsonNode data = tree(argument);
    String by = data.path("by").asText();
    int number = data.path("number").asInt();
    return switch (handler) {
      case "add" -> new Order.Add(version(data.path("version")), by);
      case "refuse" -> new Order.Refuse(data.path("id").asText(), data.path("report").asText(), by);
      case "share" -> new Order.Share(number, data.path("share").asInt(), by);
      case "promote" -> new Order.Promote(number, by);
      case "rollBack" ->
          new Order.RollBack(number, data.path("from").asInt(), data.path("why").asText(), by);
      case "remove" -> new Order.Remove(by);
      default -> throw new IllegalArgumentException("No order to a deployment: " + handler);
    };
  }

  private static ObjectNode node(Version version) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("number", version.number())
            .put("id", version.id())
            .put("kind", version.source().kind().name().toLowerCase(Locale.ROOT))
            .put("target", version.source().target())
            .put("verdict", version.verdict())
            .put("forced", version.forced())
            .put("by", version.by())
            .put("at", version.at().toString());
    ArrayNode services = node.putArray("services");
    version.services().forEach(services::add);
    return node;
  }

  private static Version version(JsonNode node) {
    List<String> services = new ArrayList<>();
    node.path("services").forEach(service -> services.add(service.asText()));
    var kind = Source.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT));
    return new Version(
        node.path("number").asInt(),
        node.path("id").asText(),
        new Source(kind, node.path("target").asText()),
        services,
        node.path("verdict").asText(),
        node.path("forced").asBoolean(),
        node.path("by").asText(),
        at(node));
  }

  static Json state(Deployment deployment) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode versions = node.putArray("versions");
    deployment.versions().forEach(version -> versions.add(node(version)));
    node.put("stable", deployment.stable())
        .put("canary", deployment.canary())
        .put("share", deployment.share())
        .put("next", deployment.next())
        .put("since", deployment.since().toString())
        .put("removed", deployment.removed());
    ArrayNode before = node.putArray("before");
    deployment.before().forEach(before::add);
    ArrayNode notes = node.putArray("notes");
    deployment
        .notes()
        .forEach(
            note -> {
              ObjectNode one = notes.addObject().put("text", note.text());
              by(one, note.by(), note.at());
            });
    return json(node);
  }

  static Deployment deployment(Json state) {
    JsonNode node = tree(state);
    List<Version> versions = new ArrayList<>();
    node.path("versions").forEach(version -> versions.add(version(version)));
    List<Integer> before = new ArrayList<>();
    node.path("before").forEach(number -> before.add(number.asInt()));
    List<Deployment.Note> notes = new ArrayList<>();
    node.path("notes")
        .forEach(
            note ->
                notes.add(
                    new Deployment.Note(
                        note.path("text").asText(), note.path("by").asText(), at(note))));
    return new Deployment(
        versions,
        node.path("stable").asInt(),
        node.path("canary").asInt(),
        node.path("share").asInt(),
        before,
        node.path("next").asInt(1),
        Instant.parse(node.path("since").asText()),
        node.path("removed").asBoolean(),
        notes);
  }

  private static JsonNode tree(Json json) {
    try {
      return JSON.readTree(json.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException("The registry wrote what is no JSON", e);
    }
  }

  private static Json json(JsonNode node) {
    return Json.of(node.toString());
  }
}
