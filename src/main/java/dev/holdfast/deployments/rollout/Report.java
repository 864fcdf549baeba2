package dev.holdfast.deployments.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far one node is with one deployment.
 *
 * @param states of versions by number: {@link #LOADED}, or why it cannot be loaded there
 * @param stable the number of the one that runs there; 0 when none does
 */
public record Report(Map<Integer, String> states, int stable) {
  public static final String LOADED = "loaded";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 2_000;

  public Report {
    states = Collections.unmodifiableMap(new TreeMap<>(states));
  }

  /** Whether a version is loaded; absent when it has not been tried yet. */
  public Optional<Boolean> isLoaded(int number) {
    return Optional.ofNullable(states.get(number)).map(LOADED::equals);
  }

  String write() {
    ObjectNode node = JSON.createObjectNode().put("stable", stable);
    ObjectNode versions = node.putObject("versions");
    states.forEach(
        (number, state) ->
            versions.put(
                Integer.toString(number),
                state.length() > LONGEST ? state.substring(0, LONGEST) + "…" : state));
    return node.toString();
  }

  public static Report read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      Map<Integer, String> states = new TreeMap<>();
      node.path("versions")
          .properties()
          .forEach(state -> states.put(Integer.valueOf(state.getKey()), state.getValue().asText()));
      return new Report(states, node.path("stable").asInt());
    } catch (IOException e) {
      throw new UncheckedIOException("A node reported what is no JSON", e);
    }
  }
}
