package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The platform's own paths in the document. */
final class PlatformPaths {
  private static final String JSON = "application/json";

  private PlatformPaths() {}

  static void add(ObjectNode paths, boolean operator) {
    open(paths, "/health/live", "health.live", "Whether the process answers.", JSON);
    open(paths, "/health/ready", "health.ready", "Whether the node should get traffic.", JSON);
    open(paths, "/openapi.json", "openapi", "This document.", JSON);
    ObjectNode problem =
        open(paths, "/problems/{code}", "problem", "What a code means.", "text/markdown");
    path(problem, "code");
    ObjectNode rejection =
        open(
            paths,
            "/problems/{service}/{code}",
            "rejection",
            "What a code of a service means.",
            "text/markdown");
    path(rejection, "service");
    path(rejection, "code");
    invocation(paths);
    if (!operator) {
      return;
    }
    operators(paths, "/metrics", "metrics", "Measurements for Prometheus.", "text/plain");
    ObjectNode cluster =
        operators(paths, "/v1/cluster", "cluster", "The nodes of the cluster.", JSON);
    ClusterSchema.describe(
        (ObjectNode) cluster.at("/responses/200/content").path(JSON).path("schema"));
    operators(paths, "/v1/services", "services", "The services that are deployed.", JSON);
    ObjectNode instances =
        operators(paths, "/v1/services/{service}", "instances", "Instances, in byte order.", JSON);
    path(instances, "service");
    query(instances, "prefix", "string", "Only ids that begin so.");
    query(instances, "cursor", "string", "The cursor of the page before.");
    query(instances, "limit", "integer", "Most rows in the page.");
    ObjectNode state =
        operators(paths, "/v1/services/{service}/{id}", "state", "The state, now or then.", JSON);
    path(state, "service");
    path(state, "id");
    parameters(state).addObject().put("$ref", "#/components/parameters/at");
    ObjectNode events =
        operators(
            paths,
            "/v1/services/{service}/{id}/events",
            "events",
            "The commits with what each changed, as a page or followed live.",
            JSON);
    path(events, "service");
    path(events, "id");
    query(events, "from", "integer", "The first sequence number, 1 for all.");
    query(events, "limit", "integer", "Most rows in the page.");
    header(events, "Last-Event-ID", "integer", "Follow from the commit after this one.");
    ((ObjectNode) events.at("/responses/200/content"))
        .putObject("text/event-stream")
        .putObject("schema")
        .put("type", "string");
    TopicPaths.add(paths);
    OperationPaths.add(paths);
    DeploymentPaths.add(paths);
  }

  /** Asking is for whom calling was for: for anyone, or for who proves to be allowed. */
  private static void invocation(ObjectNode paths) {
    ObjectNode invocation =
        open(
            paths,
            "/v1/invocations/{invocation}",
            "invocation",
            "What a call with Prefer: respond-async was answered.",
            JSON);
    path(invocation, "invocation");
    ArrayNode security = invocation.putArray("security");
    security.addObject();
    security.addObject().putArray(Components.SECURITY);
    ObjectNode running = ((ObjectNode) invocation.path("responses")).putObject("202");
    running
        .put("description", "It still runs.")
        .putObject("headers")
        .putObject("Retry-After")
        .put("$ref", "#/components/headers/Retry-After");
  }

  private static ObjectNode open(
      ObjectNode paths, String path, String id, String summary, String type) {
    return described(paths.withObject(pointer(path)).putObject("get"), id, summary, type);
  }

  private static String pointer(String path) {
    return "/" + path.replace("~", "~0").replace("/", "~1");
  }

  private static ObjectNode described(
      ObjectNode operation, String id, String summary, String type) {
    operation.put("operationId", "holdfast." + id).put("summary", summary);
    operation.putArray("tags").add("holdfast");
    operation.putArray("security");
    ObjectNode responses = operation.putObject("responses");
    ObjectNode done = responses.putObject("200");
    done.put("description", summary);
    done.putObject("content").putObject(type).putObject("schema");
    ObjectNode failed = responses.putObject("default");
    failed.put("description", "A problem.");
    Components.problemContent(failed);
    return operation;
  }

  static ObjectNode operators(
      ObjectNode paths, String path, String id, String summary, String type) {
    ObjectNode operation = open(paths, path, id, summary, type);
    operation.putArray("security").addObject().putArray(Components.SECURITY);
    return operation;
  }

  /** A command for operators. */
  static ObjectNode post(ObjectNode paths, String path, String id, String summary) {
    return command(paths, "post", path, id, summary);
  }

  /** The same by another method. */
  static ObjectNode command(
      ObjectNode paths, String method, String path, String id, String summary) {
    ObjectNode operation =
        described(paths.withObject(pointer(path)).putObject(method), id, summary, JSON);
    operation.putArray("security").addObject().putArray(Components.SECURITY);
    return operation;
  }

  static ArrayNode parameters(ObjectNode operation) {
    return operation.get("parameters") instanceof ArrayNode known
        ? known
        : operation.putArray("parameters");
  }

  static ObjectNode path(ObjectNode operation, String name) {
    ObjectNode parameter = parameters(operation).addObject();
    parameter.put("name", name).put("in", "path").put("required", true);
    parameter.putObject("schema").put("type", "string");
    return parameter;
  }

  static void query(ObjectNode operation, String name, String type, String description) {
    ObjectNode parameter = parameters(operation).addObject();
    parameter.put("name", name).put("in", "query").put("description", description);
    parameter.putObject("schema").put("type", type);
  }

  static void header(ObjectNode operation, String name, String type, String description) {
    ObjectNode parameter = parameters(operation).addObject();
    parameter.put("name", name).put("in", "header").put("description", description);
    parameter.putObject("schema").put("type", type);
  }
}
