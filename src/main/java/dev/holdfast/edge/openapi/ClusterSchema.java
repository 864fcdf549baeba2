package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schema of the answer to {@code GET /v1/cluster}. */
final class ClusterSchema {
  private ClusterSchema() {}

  static void describe(ObjectNode schema) {
    ObjectNode properties = object(schema, "node", "members", "slices", "handOffs", "hot");
    text(properties, "node", "The node that answers: host and port of its remoting.");
    number(properties, "formation", "Which cluster of the database; absent for a node alone.");
    members(array(properties, "members", "The nodes as this one sees them, the oldest first."));
    ObjectNode slices = object(properties.putObject("slices"), "count");
    number(slices, "count", "How many there are.");
    number(slices, "owned", "Of members; absent while the database does not answer.");
    number(slices, "unowned", "Of nobody, or of a node that is gone: taken when they are needed.");
    number(properties, "handOffs", "Slices that are being taken over now.");
    ObjectNode hot =
        object(
            array(properties, "hot", "The busiest instances of all nodes, at most 10."),
            "service",
            "id",
            "node",
            "callsPerSecond");
    text(hot, "service", "Its service.");
    text(hot, "id", "Its id.");
    text(hot, "node", "Where it lives.");
    hot.putObject("callsPerSecond")
        .put("type", "number")
        .put("description", "Requests a second over the last few.");
  }

  private static void members(ObjectNode items) {
    ObjectNode member = object(items, "node", "state", "oldest", "self");
    text(member, "node", "Host and port of its remoting: its name.");
    ArrayNode states =
        text(member, "state", "Unreachable: this node or another does not hear it.")
            .putArray("enum");
    for (String state : new String[] {"joining", "up", "leaving", "unreachable", "down"}) {
      states.add(state);
    }
    flag(member, "oldest", "Whether it places the slices.");
    flag(member, "self", "Whether it is the node that answers.");
    text(member, "url", "Where it answers HTTP requests; absent while it does not.");
    text(member, "version", "Of its program; this and what follows is absent until it told.");
    text(member, "since", "When it started.").put("format", "date-time");
    number(member, "heartbeatAgeMillis", "Age of its last heartbeat when this node read it.");
    number(member, "residents", "Instances in its memory.");
    number(member, "handOffs", "Slices it is taking over now.");
    number(member, "slices", "Slices it owns; absent while the database does not answer.");
  }

  /** Its properties, of which some are always there. */
  private static ObjectNode object(ObjectNode schema, String... required) {
    schema.put("type", "object");
    ArrayNode always = schema.putArray("required");
    for (String name : required) {
      always.add(name);
    }
    return schema.putObject("properties");
  }

  private static ObjectNode array(ObjectNode properties, String name, String description) {
    ObjectNode array = properties.putObject(name);
    return array.put("type", "array").put("description", description).putObject("items");
  }

  private static ObjectNode text(ObjectNode properties, String name, String description) {
    return properties.putObject(name).put("type", "string").put("description", description);
  }

  private static void number(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "integer").put("description", description);
  }

  private static void flag(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "boolean").put("description", description);
  }
}
