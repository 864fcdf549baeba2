package dev.holdfast.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The examples of docs/protocol.md against the schemas beside it, and what is nearly right. */
class ProtocolPageTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```json ?(\\S*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private final Schemas schemas = new Schemas();

  /** The documents of the page by the names of their schemas. */
  private static Map<String, List<JsonNode>> examples() throws IOException {
    Map<String, List<JsonNode>> examples = new TreeMap<>();
    Matcher matcher = BLOCK.matcher(Files.readString(Path.of("docs", "protocol.md")));
    while (matcher.find()) {
      List<JsonNode> documents = examples.computeIfAbsent(matcher.group(1), _ -> new ArrayList<>());
      try (JsonParser parser = new ObjectMapper().createParser(matcher.group(2))) {
        while (parser.nextToken() != null) {
          JsonNode document = parser.readValueAsTree();
          documents.add(document);
        }
      }
    }
    return examples;
  }

  @Test
  void everyExampleOfThePageFitsItsSchema() throws IOException {
    Map<String, List<JsonNode>> examples = examples();
    assertEquals(
        List.of(
            "answers",
            "decide-answer",
            "decide-request",
            "discover-answer",
            "error",
            "fold-answer",
            "fold-request"),
        List.copyOf(examples.keySet()));
    assertEquals(8, examples.getOrDefault("decide-answer", List.of()).size());
    JsonNode answers = examples.getOrDefault("answers", List.of()).getFirst();
    examples.remove("answers");
    ObjectNode request = first(examples, "decide-request");
    request.set("answers", answers);
    examples.getOrDefault("decide-request", List.of()).add(request);
    examples.forEach(
        (name, documents) ->
            documents.forEach(
                document ->
                    assertEquals(
                        Optional.empty(), schemas.fault(name, document), document::toString)));
  }

  private static ObjectNode first(Map<String, List<JsonNode>> examples, String name) {
    return examples.getOrDefault(name, List.of()).getFirst().deepCopy();
  }

  /** The first example of a schema with one place changed; {@code -} takes away what is there. */
  @ParameterizedTest
  @CsvFileSource(resources = "/conformance/near-misses.csv", delimiter = '|', quoteCharacter = '\'')
  void whatIsNearlyRightIsRefused(String schema, String pointer, String value) throws IOException {
    ObjectNode document = first(examples(), schema);
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), JsonText.read(value));
    } else if (parent instanceof ObjectNode object) {
      if (value.equals("-")) {
        object.remove(name);
      } else {
        object.set(name, JsonText.read(value));
      }
    }
    assertTrue(schemas.fault(schema, document).isPresent(), document::toString);
  }

  @Test
  void unknownFieldsFit() throws IOException {
    for (Map.Entry<String, List<JsonNode>> example : examples().entrySet()) {
      if (!example.getKey().equals("answers")) {
        ObjectNode document = example.getValue().getFirst().deepCopy();
        document.putObject("later").put("unheardOf", true);
        assertEquals(Optional.empty(), schemas.fault(example.getKey(), document));
      }
    }
  }
}
