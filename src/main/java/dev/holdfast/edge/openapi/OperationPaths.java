package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The paths by which operators look after messages; all for operators. */
final class OperationPaths {
  private static final String JSON = "application/json";
  private static final String MESSAGE = "/v1/parked/{service}/{id}/{number}";
  private static final String SUBSCRIPTION = "/v1/subscriptions/{name}";
  private static final String DELIVERIES = "/v1/deliveries/{service}";

  private OperationPaths() {}

  static void add(ObjectNode paths) {
    parked(paths);
    subscriptions(paths);
    deliveries(paths);
    ObjectNode timers =
        get(paths, "/v1/timers", "timers", "Timers that are due next, of all or of one instance.");
    PlatformPaths.query(timers, "entity", "string", "Only those of this SERVICE/ID.");
    PlatformPaths.query(timers, "limit", "integer", "Most rows.");
    array(answer(timers, "timers"), "timers", "service", "id", "name", "due", "late");
    ObjectNode why =
        get(
            paths,
            "/v1/why/{service}/{id}",
            "why",
            "What keeps an instance from handling messages, and what would help.");
    instance(why);
    ObjectNode said = answer(why, "service", "id", "deployed", "paused", "instance", "findings");
    array(said, "findings", "finding", "says", "helps");
    flag(said, "deployed");
    flag(said, "paused");
    for (String name : new String[] {"parked", "asides"}) {
      said.putObject(name).put("type", "array").putObject("items").put("type", "object");
    }
    for (String name : new String[] {"instance", "timers"}) {
      said.putObject(name).put("type", "object");
    }
  }

  private static void parked(ObjectNode paths) {
    ObjectNode list =
        get(paths, "/v1/parked", "parked", "Messages that instances could not handle.");
    PlatformPaths.query(list, "service", "string", "Only of this service.");
    PlatformPaths.query(list, "entity", "string", "Only of this SERVICE/ID.");
    PlatformPaths.query(list, "cursor", "string", "The cursor of the page before.");
    PlatformPaths.query(list, "limit", "integer", "Most rows in the page.");
    ObjectNode page = answer(list, "parked");
    array(page, "parked", "service", "id", "number", "since", "lane", "handler", "problem");
    page.putObject("cursor").put("type", "string");
    ObjectNode one =
        get(
            paths,
            MESSAGE,
            "parked.message",
            "One message whole, the state that it met, and what was done to it.");
    message(one);
    ObjectNode whole = answer(one, "service", "id", "number", "message", "story");
    whole.putObject("message").put("type", "object");
    whole.putObject("met").put("type", "object");
    array(whole, "story", "change", "sequence", "time", "caller");
    ObjectNode edit =
        PlatformPaths.command(
            paths, "put", MESSAGE, "parked.edit", "Gives the message another argument.");
    message(edit);
    body(edit, true).put("description", "The new argument: any JSON value.");
    outcome(edit);
    ObjectNode retry =
        post(paths, MESSAGE + "/retry", "parked.retry", "Has the message handled now.");
    message(retry);
    outcome(retry);
    ObjectNode skip =
        post(paths, MESSAGE + "/skip", "parked.skip", "Gives the message up; others go on.");
    message(skip);
    outcome(skip);
  }

  private static void outcome(ObjectNode operation) {
    ObjectNode properties = answer(operation, "service", "id", "number", "outcome");
    ObjectNode outcome = properties.putObject("outcome").put("type", "string");
    for (String value : new String[] {"handled", "failed", "edited", "skipped"}) {
      outcome.withArray("enum").add(value);
    }
    properties.putObject("problem").put("type", "object");
    properties.putObject("reply");
  }

  private static void subscriptions(ObjectNode paths) {
    ObjectNode list =
        get(paths, "/v1/subscriptions", "subscriptions", "Who listens to which topic.");
    array(answer(list, "subscriptions"), "subscriptions", "name", "topic", "generation", "paused");
    subscription(get(paths, SUBSCRIPTION, "subscription", "One of them, and who is set aside."));
    subscription(
        post(paths, SUBSCRIPTION + "/pause", "subscription.pause", "Lets its messages wait."));
    subscription(post(paths, SUBSCRIPTION + "/resume", "subscription.resume", "Lets them go on."));
    ObjectNode rewind =
        post(paths, SUBSCRIPTION + "/rewind", "subscription.rewind", "Lets it begin anew.");
    subscription(rewind);
    ObjectNode body = body(rewind, true).put("type", "object");
    body.putArray("required").add("to");
    body.putObject("properties")
        .putObject("to")
        .put("type", "string")
        .put("description", "beginning, now, or a time.");
  }

  private static void subscription(ObjectNode operation) {
    PlatformPaths.path(operation, "name");
    ObjectNode properties = answer(operation, "name", "topic", "generation", "paused", "behind");
    for (String name : new String[] {"generation", "behind", "setAside"}) {
      properties.putObject(name).put("type", "integer");
    }
    properties.putObject("lagSeconds").put("type", "number");
    flag(properties, "paused");
    flag(properties, "listening");
    array(properties, "asides", "receiver", "lane", "from", "since", "tries", "problem");
  }

  private static void deliveries(ObjectNode paths) {
    ObjectNode all =
        get(paths, "/v1/deliveries", "deliveries", "Services that are paused, who is set aside.");
    ObjectNode properties = answer(all, "paused", "asides");
    array(properties, "paused", "service", "since", "reason");
    array(properties, "asides", "receiver", "lane", "from", "since", "tries", "problem");
    ObjectNode pause =
        post(
            paths,
            DELIVERIES + "/pause",
            "deliveries.pause",
            "Lets messages, timers and schedules of a service wait.");
    PlatformPaths.path(pause, "service");
    flag(answer(pause, "service", "paused"), "paused");
    ObjectNode body = body(pause, false).put("type", "object");
    body.putObject("properties").putObject("reason").put("type", "string");
    ObjectNode resume =
        post(paths, DELIVERIES + "/resume", "deliveries.resume", "Lets them go on.");
    PlatformPaths.path(resume, "service");
    flag(answer(resume, "service", "paused"), "paused");
  }

  private static ObjectNode get(ObjectNode paths, String path, String id, String summary) {
    return PlatformPaths.operators(paths, path, id, summary, JSON);
  }

  private static ObjectNode post(ObjectNode paths, String path, String id, String summary) {
    return PlatformPaths.post(paths, path, id, summary);
  }

  private static void instance(ObjectNode operation) {
    PlatformPaths.path(operation, "service");
    PlatformPaths.path(operation, "id");
  }

  private static void message(ObjectNode operation) {
    instance(operation);
    PlatformPaths.path(operation, "number").putObject("schema").put("type", "integer");
  }

  private static ObjectNode body(ObjectNode operation, boolean required) {
    operation.withObject("/requestBody").put("required", required);
    return operation
        .withObject("/requestBody")
        .withObject("/content")
        .putObject(JSON)
        .putObject("schema");
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

  private static void array(ObjectNode properties, String name, String... required) {
    ObjectNode items = properties.putObject(name).put("type", "array").putObject("items");
    items.put("type", "object");
    for (String field : required) {
      items.withArray("required").add(field);
    }
  }

  private static void flag(ObjectNode properties, String name) {
    properties.putObject(name).put("type", "boolean");
  }
}
