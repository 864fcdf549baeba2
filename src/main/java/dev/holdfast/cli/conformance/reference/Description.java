package dev.holdfast.cli.conformance.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.Alike;
import dev.holdfast.cli.conformance.Described;
import dev.holdfast.cli.conformance.Unmet;
import java.util.Map;

/** How a reference service describes itself, as far as its file of cases has it. */
record Description(Described.Service service) {
  void demand(JsonNode expected) throws Unmet {
    ObjectNode got = service.node().deepCopy();
    got.set("handlers", byName(got.path("handlers"), "name"));
    got.set("events", byName(got.path("events"), "type"));
    demand(expected, got, "");
  }

  private static ObjectNode byName(JsonNode list, String field) {
    ObjectNode named = JsonText.object();
    list.forEach(one -> named.set(one.path(field).asText(), one));
    return named;
  }

  /** Of objects only the fields that are expected. */
  private static void demand(JsonNode expected, JsonNode got, String path) throws Unmet {
    if (expected.isObject() && got.isObject() && !path.equals("/empty")) {
      for (Map.Entry<String, JsonNode> field : expected.properties()) {
        demand(field.getValue(), got.path(field.getKey()), path + "/" + field.getKey());
      }
    } else if (!Alike.are(expected, got)) {
      throw new Unmet(
          "POST /holdfast/v1/discover {}",
          path + " " + expected,
          got.isMissingNode() ? "nothing" : got.toString());
    }
  }
}
