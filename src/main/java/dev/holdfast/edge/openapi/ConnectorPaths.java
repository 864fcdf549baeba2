package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The paths of connectors in the document; for operators. */
final class ConnectorPaths {
  private static final String JSON = "application/json";
  private static final String ONE = "/v1/connectors/{name}";

  private ConnectorPaths() {}

  static void add(ObjectNode paths) {
    PlatformPaths.operators(
        paths, "/v1/connectors", "connectors", "Connectors as this node runs them.", JSON);
    ObjectNode one =
        PlatformPaths.operators(paths, ONE, "connector", "One connector on this node.", JSON);
    PlatformPaths.path(one, "name");
    ObjectNode put =
        PlatformPaths.command(
            paths, "put", ONE, "connector.put", "Declares a connector on all nodes.");
    PlatformPaths.path(put, "name");
    put.withObject("/requestBody")
        .put("required", true)
        .withObject("/content")
        .putObject(JSON)
        .putObject("schema")
        .put("type", "object")
        .put("description", "Its settings, as they stand in holdfast.connectors.NAME.");
    ObjectNode delete =
        PlatformPaths.command(
            paths, "delete", ONE, "connector.delete", "Takes a connector away on all nodes.");
    PlatformPaths.path(delete, "name");
  }
}
