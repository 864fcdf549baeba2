package dev.holdfast.edge.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.deployments.DeployRequest;
import dev.holdfast.deployments.ReplayRequest;
import dev.holdfast.deployments.registry.Source;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Rollout;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A body about a deployment, field by field; what is not known is refused, not ignored. */
public final class DeploymentBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode node;

  private DeploymentBody(JsonNode node) {
    this.node = node;
  }

  /**
   * Reads it.
   *
   * @param bytes of valid JSON, or none
   */
  public static DeploymentBody of(byte[] bytes, Set<String> fields) throws RequestRefused {
    try {
      JsonNode node = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
      if (!node.isObject()) {
        throw refused("", "The body is a JSON object.");
      }
      for (var field : node.properties()) {
        if (!fields.contains(field.getKey())) {
          throw refused(
              "/" + field.getKey(), "Known fields are: " + String.join(", ", sorted(fields)) + ".");
        }
      }
      return new DeploymentBody(node);
    } catch (IOException e) {
      throw new RequestRefused(ProblemCode.INVALID_JSON.problem("The body cannot be read."));
    }
  }

  private static Iterable<String> sorted(Set<String> fields) {
    return new java.util.TreeSet<>(fields);
  }

  /** What to deploy. */
  public DeployRequest request(String by) throws RequestRefused {
    String name = text("name");
    if (!EntityId.isService(name)) {
      throw refused(
          "/name", "A deployment is named by lower-case words with hyphens, such as cart.");
    }
    int share = percent("percent", 100);
    return new DeployRequest(name, source(), share, flag("force"), replay(Optional.empty()), by);
  }

  private Source source() throws RequestRefused {
    int given = 0;
    Source source = new Source(Source.Kind.PACKAGE, "");
    for (Source.Kind kind : Source.Kind.values()) {
      String field = kind.name().toLowerCase(Locale.ROOT);
      JsonNode value = node.path(field);
      if (value.isMissingNode()) {
        continue;
      }
      given++;
      boolean digest = kind == Source.Kind.PACKAGE;
      if (digest ? !value.isTextual() : !value.isObject()) {
        throw refused("/" + field, digest ? "A package is named by its digest." : "An object.");
      }
      source = new Source(kind, digest ? value.asText() : value.toString());
    }
    if (given != 1) {
      throw refused("", "Say what to deploy: one of package, http and lambda.");
    }
    return source;
  }

  /**
   * How thorough a replay is to be.
   *
   * @param sample where nothing is said of it
   */
  public ReplayRequest replay(Optional<Integer> sample) throws RequestRefused {
    Optional<Integer> said =
        node.has("sample") ? Optional.of(number("sample", 1)) : Optional.empty();
    return new ReplayRequest(said.or(() -> sample), flag("decide"));
  }

  /** A share as a percentage, in hundredths of a percent. */
  public int percent(String field, double otherwise) throws RequestRefused {
    JsonNode value = node.path(field);
    double percent = value.isMissingNode() ? otherwise : value.asDouble(-1);
    if ((!value.isMissingNode() && !value.isNumber()) || percent < 0 || percent > 100) {
      throw refused("/" + field, "A number from 0 to 100.");
    }
    return (int) Math.round(percent * Rollout.ALL / 100);
  }

  /** A whole number that is there. */
  public int number(String field, int least) throws RequestRefused {
    JsonNode value = node.path(field);
    if (!value.isInt() || value.intValue() < least) {
      throw refused("/" + field, "A whole number, %d at least.".formatted(least));
    }
    return value.intValue();
  }

  public int number(String field, int least, int otherwise) throws RequestRefused {
    return node.has(field) ? number(field, least) : otherwise;
  }

  private boolean flag(String field) throws RequestRefused {
    JsonNode value = node.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw refused("/" + field, "true or false.");
    }
    return value.asBoolean();
  }

  private String text(String field) throws RequestRefused {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw refused("/" + field, "A text.");
    }
    return value.asText();
  }

  private static RequestRefused refused(String pointer, String why) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.at(pointer, why));
  }
}
