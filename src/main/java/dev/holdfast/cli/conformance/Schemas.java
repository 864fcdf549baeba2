package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The JSON Schemas of docs/protocol, which the jar carries. */
public final class Schemas {
  private static final List<String> NAMES =
      List.of(
          "discover-answer",
          "decide-request",
          "decide-answer",
          "fold-request",
          "fold-answer",
          "error");

  private static final int SHOWN = 5;

  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<String, JsonSchema> schemas =
      NAMES.stream().collect(Collectors.toMap(name -> name, name -> factory.getSchema(read(name))));

  private static JsonNode read(String name) {
    String path = "/protocol/" + name + ".schema.json";
    try (InputStream in = Schemas.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not in this jar");
      }
      return JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a body by the schema of that name; absent if it fits. */
  public Optional<String> fault(String name, JsonNode body) {
    JsonSchema schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalArgumentException("There is no schema " + name);
    }
    return fault(schema, body);
  }

  /** The same by a schema that a function gave. */
  Optional<String> fault(JsonNode schema, JsonNode value) {
    return fault(factory.getSchema(schema), value);
  }

  private static Optional<String> fault(JsonSchema schema, JsonNode value) {
    List<String> messages =
        schema.validate(value).stream().map(ValidationMessage::getMessage).sorted().toList();
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", messages.subList(0, Math.min(SHOWN, messages.size()))));
  }

  /** Demands that a body fits. */
  void demand(String name, JsonNode body, Said said) throws Unmet {
    Optional<String> fault = fault(name, body);
    if (fault.isPresent()) {
      throw said.not("a body as " + name + ".schema.json has it: " + fault.get());
    }
  }
}
