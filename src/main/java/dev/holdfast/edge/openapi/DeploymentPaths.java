package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The paths of packages and deployments in the document; for operators. */
final class DeploymentPaths {
  private static final String JSON = "application/json";
  private static final String ALL = "/v1/deployments";
  private static final String ONE = "/v1/deployments/{name}";
  private static final String DECIDE = "Whether recorded commands are decided again, too.";

  private DeploymentPaths() {}

  static void add(ObjectNode paths) {
    ObjectNode keep =
        PlatformPaths.post(paths, "/v1/packages", "package.put", "Keeps the code of a folder.");
    PlatformPaths.header(
        keep, "Holdfast-Signature", "string", "Ed25519 over the digest, in base64.");
    keep.withObject("/requestBody")
        .put("required", true)
        .withObject("/content")
        .putObject("application/zip")
        .putObject("schema")
        .put("type", "string")
        .put("format", "binary");
    PlatformPaths.operators(paths, ALL, "deployments", "What is deployed.", JSON);
    ObjectNode deploy =
        PlatformPaths.post(
            paths, ALL, "deploy", "Deploys a package or a function elsewhere; told as it goes.");
    ObjectNode request = body(deploy);
    text(request, "name", "What the deployment is called.");
    text(request, "package", "The digest of a package.");
    property(request, "http", "object", "A function behind a URL.");
    property(request, "lambda", "object", "A function in AWS Lambda.");
    property(request, "percent", "number", "Of the instances that run it; 100 for all.");
    property(request, "force", "boolean", "Whatever the replay gate says.");
    property(request, "sample", "integer", "Instances of each service that are replayed.");
    property(request, "decide", "boolean", DECIDE);
    request.putArray("required").add("name");
    events(deploy);
    named(PlatformPaths.operators(paths, ONE, "deployment", "One deployment.", JSON));
    named(
        PlatformPaths.command(
            paths, "delete", ONE, "deployment.delete", "Has nothing of it run; journals stay."));
    change(paths, "promote", "Has all instances run a version.", "version");
    ObjectNode share =
        change(paths, "share", "Has some instances try a version.", "version", "percent");
    property(schema(share), "percent", "number", "Of the instances.");
    change(paths, "rollback", "Has all instances run what ran before.");
    ObjectNode replay =
        change(paths, "replay", "Replays journals with a version; told as it goes.", "version");
    property(schema(replay), "sample", "integer", "Instances of each service; all if left out.");
    property(schema(replay), "decide", "boolean", DECIDE);
    events(replay);
  }

  private static ObjectNode change(
      ObjectNode paths, String what, String summary, String... required) {
    ObjectNode operation =
        PlatformPaths.post(paths, ONE + "/" + what, "deployment." + what, summary);
    named(operation);
    ObjectNode request = body(operation);
    property(request, "version", "integer", "The number of the version.");
    for (String field : required) {
      request.withArray("required").add(field);
    }
    return operation;
  }

  private static void named(ObjectNode operation) {
    PlatformPaths.path(operation, "name");
  }

  private static ObjectNode body(ObjectNode operation) {
    return operation
        .withObject("/requestBody")
        .put("required", true)
        .withObject("/content")
        .putObject(JSON)
        .putObject("schema")
        .put("type", "object");
  }

  private static ObjectNode schema(ObjectNode operation) {
    return (ObjectNode) operation.at("/requestBody/content").path(JSON).path("schema");
  }

  private static void text(ObjectNode schema, String name, String description) {
    property(schema, name, "string", description);
  }

  private static void property(ObjectNode schema, String name, String type, String description) {
    schema
        .withObject("/properties")
        .putObject(name)
        .put("type", type)
        .put("description", description);
  }

  private static void events(ObjectNode operation) {
    ((ObjectNode) operation.at("/responses/200/content"))
        .putObject("text/event-stream")
        .putObject("schema")
        .put("type", "string")
        .put("description", "Events progress, then one done or refused.");
  }
}
