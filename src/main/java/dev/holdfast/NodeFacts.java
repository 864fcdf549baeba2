package dev.holdfast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node tells the others about itself with every heartbeat, for whoever looks at the cluster.
 *
 * <p>Invariant: reading never fails. Nodes of other versions write other facts; what is missing or
 * strange in them is told as nothing.
 *
 * @param since when it started, as text; empty when unknown
 * @param residents instances in its memory
 * @param takingOver slices it is taking over now
 */
record NodeFacts(String since, int residents, int takingOver, List<HotInstance> hot) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NodeFacts NONE = new NodeFacts("", 0, 0, List.of());

  NodeFacts {
    hot = List.copyOf(hot);
  }

  /** The document that goes with the heartbeat. */
  String text() {
    ObjectNode facts = JSON.createObjectNode();
    facts.put("since", since).put("residents", residents).put("takingOver", takingOver);
    ArrayNode busiest = facts.putArray("hot");
    for (HotInstance instance : hot) {
      busiest
          .addObject()
          .put("service", instance.id().service())
          .put("id", instance.id().id())
          .put("calls", rounded(instance.callsPerSecond()));
    }
    return facts.toString();
  }

  static NodeFacts read(String text) {
    JsonNode facts;
    try {
      facts = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return NONE;
    }
    List<HotInstance> hot = new ArrayList<>();
    for (JsonNode instance : facts.path("hot")) {
      try {
        var id = new EntityId(instance.path("service").asText(), instance.path("id").asText());
        hot.add(new HotInstance(id, instance.path("calls").asDouble()));
      } catch (IllegalArgumentException notAnInstance) {
        // Of a version that names instances differently.
      }
    }
    return new NodeFacts(
        facts.path("since").asText(),
        facts.path("residents").asInt(),
        facts.path("takingOver").asInt(),
        hot);
  }

  /** One digit after the point says enough. */
  static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
