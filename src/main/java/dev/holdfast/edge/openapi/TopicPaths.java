package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The paths of topics and events in the document; for operators. */
final class TopicPaths {
  private static final String JSON = "application/json";
  private static final String TOPIC = "/v1/topics/{topic}";
  private static final String NAME = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

  private TopicPaths() {}

  static void add(ObjectNode paths) {
    ObjectNode topics =
        PlatformPaths.operators(
            paths, "/v1/topics", "topics", "The topics that ever had a message.", JSON);
    array(answer(topics, "topics"), "topics").put("type", "string");
    ObjectNode messages =
        PlatformPaths.operators(
            paths,
            TOPIC,
            "messages",
            "Messages of a topic, as a page or followed live. The cursor is that of the next page.",
            JSON);
    topic(messages);
    PlatformPaths.query(messages, "from", "string", "A time: leave out what was published before.");
    PlatformPaths.query(messages, "cursor", "string", "The cursor of the page before.");
    PlatformPaths.query(messages, "limit", "integer", "Most messages in a page.");
    PlatformPaths.header(
        messages, "Last-Event-ID", "string", "Follow from the message after this.");
    ObjectNode page = answer(messages, "topic", "messages", "cursor");
    text(page, "topic");
    message(array(page, "messages"));
    text(page, "cursor");
    ((ObjectNode) messages.at("/responses/200/content"))
        .putObject("text/event-stream")
        .putObject("schema")
        .put("type", "string");
    publish(paths);
    events(paths);
    ConnectorPaths.add(paths);
  }

  private static void publish(ObjectNode paths) {
    ObjectNode publish =
        PlatformPaths.post(
            paths,
            TOPIC,
            "publish",
            "Publishes one message: a body that says all, or the payload with ?key=.");
    topic(publish);
    PlatformPaths.query(publish, "key", "string", "Its key; then the body is the payload.");
    PlatformPaths.parameters(publish)
        .addObject()
        .put("$ref", "#/components/parameters/Idempotency-Key");
    accepted(publish);
    ObjectNode schema = body(publish, JSON);
    schema.put("description", "key, payload and attributes; with ?key= any JSON value.");
  }

  private static void events(ObjectNode paths) {
    ObjectNode events =
        PlatformPaths.post(
            paths,
            "/v1/events",
            "cloudevents",
            "Publishes CloudEvents 1.0: structured, a batch, or in binary mode (ce- headers).");
    PlatformPaths.query(events, "topic", "string", "The topic.");
    ObjectNode topic = (ObjectNode) PlatformPaths.parameters(events).get(0);
    topic.put("required", true).putObject("schema").put("type", "string").put("pattern", NAME);
    accepted(events);
    ObjectNode event = body(events, "application/cloudevents+json");
    event.put("type", "object");
    for (String name : new String[] {"specversion", "id", "source", "type"}) {
      event.withArray("required").add(name);
      event.withObject("/properties").putObject(name).put("type", "string").put("minLength", 1);
    }
    body(events, "application/cloudevents-batch+json")
        .put("type", "array")
        .putObject("items")
        .put("type", "object");
    body(events, "*/*").put("description", "Binary mode: the data of one event.");
  }

  private static ObjectNode body(ObjectNode operation, String type) {
    return operation
        .withObject("/requestBody")
        .withObject("/content")
        .putObject(type)
        .putObject("schema");
  }

  private static void accepted(ObjectNode operation) {
    answer(operation, "accepted")
        .putObject("accepted")
        .put("type", "integer")
        .put("description", "How many are on disk now, or were before: all.");
  }

  private static void topic(ObjectNode operation) {
    ObjectNode parameter = PlatformPaths.path(operation, "topic");
    parameter.putObject("schema").put("type", "string").put("pattern", NAME);
  }

  /** The properties of the answer. */
  private static ObjectNode answer(ObjectNode operation, String... required) {
    ObjectNode schema =
        (ObjectNode) operation.at("/responses/200/content").path(JSON).path("schema");
    schema.put("type", "object");
    for (String name : required) {
      schema.withArray("required").add(name);
    }
    return schema.putObject("properties");
  }

  private static void message(ObjectNode schema) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (String name : new String[] {"id", "key", "publisher"}) {
      text(properties, name);
    }
    properties.putObject("time").put("type", "string").put("format", "date-time");
    properties.putObject("payload");
    properties
        .putObject("attributes")
        .put("type", "object")
        .putObject("additionalProperties")
        .put("type", "string");
    properties.fieldNames().forEachRemaining(schema.putArray("required")::add);
  }

  private static ObjectNode array(ObjectNode properties, String name) {
    return properties.putObject(name).put("type", "array").putObject("items");
  }

  private static void text(ObjectNode properties, String name) {
    properties.putObject(name).put("type", "string");
  }
}
