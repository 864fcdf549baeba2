package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.holdfast.edge.openapi.OpenApi;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document against the schema that the OpenAPI Initiative publishes for 3.1. */
class OpenApiTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");
  private static final List<ServiceDescription> SERVICES =
      List.of(EdgeFixture.counter().description(), EdgeFixture.clock().description());

  private static JsonNode document(boolean operator) {
    return ScriptedRuntime.tree(
        OpenApi.of(SERVICES, handler -> operator || !handler.allow().isEmpty(), operator));
  }

  private static Set<ValidationMessage> faults(JsonNode document) throws IOException {
    try (InputStream schema =
        OpenApiTest.class.getResourceAsStream("/openapi/openapi-3.1-schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(schema))
          .validate(document);
    }
  }

  @Test
  void theDocumentIsValid() throws IOException {
    assertEquals(Set.of(), faults(document(true)));
    assertEquals(Set.of(), faults(document(false)));
    assertEquals(
        Set.of(), faults(ScriptedRuntime.tree(OpenApi.of(List.of(), handler -> true, true))));
  }

  @Test
  void aWrongDocumentIsFoundWrong() throws IOException {
    var document = (com.fasterxml.jackson.databind.node.ObjectNode) document(true);
    document.withObject("/paths").putObject("no-slash");
    assertFalse(faults(document).isEmpty());
  }

  @Test
  void outcomesAndPagesOfProblemsAreForAllAsTheServerHasIt() {
    JsonNode paths = document(false).path("paths");
    assertEquals(
        "[{},{\"operator\":[]}]",
        paths.path("/v1/invocations/{invocation}").at("/get/security").toString());
    assertTrue(paths.path("/v1/invocations/{invocation}").at("/get/responses").has("202"));
    assertEquals("[]", paths.path("/problems/{service}/{code}").at("/get/security").toString());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = document(true);
    each(
        document,
        (name, node) -> {
          if (name.equals("$ref")) {
            String place = node.asText();
            assertTrue(place.startsWith("#"), place);
            assertFalse(document.at(place.substring(1)).isMissingNode(), place);
          }
        });
  }

  @Test
  void everySchemaIsASchema() {
    JsonNode schemas = document(true).at("/components/schemas");
    var metaschema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));
    assertTrue(schemas.size() > 5);
    for (JsonNode schema : schemas) {
      assertEquals(Set.of(), metaschema.validate(schema));
    }
  }

  @Test
  void everyVariableOfAPathIsAParameterAndNothingElseIs() {
    JsonNode document = document(true);
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      Set<String> variables = new HashSet<>();
      Matcher matcher = VARIABLE.matcher(path.getKey());
      while (matcher.find()) {
        variables.add(matcher.group(1));
      }
      for (JsonNode operation : path.getValue()) {
        Set<String> declared = new HashSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
          if (parameter.path("in").asText().equals("path")) {
            declared.add(parameter.path("name").asText());
          }
        }
        assertEquals(variables, declared, path.getKey());
      }
    }
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    each(
        document(true),
        (name, node) -> {
          if (name.equals("operationId")) {
            assertTrue(names.add(node.asText()), node.asText());
          }
        });
    assertTrue(names.containsAll(Set.of("counter.add", "counter.add.route", "holdfast.state")));
  }

  @Test
  void fieldsArePathOrQueryParametersOrTheBody() {
    JsonNode paths = document(true).path("paths");
    JsonNode echo = paths.path("/echo/{id}").path("get");
    assertEquals(
        List.of("id", "label", "limit", "tags", "ratio", "on", "nested", "colour"),
        names(echo).subList(0, 8));
    JsonNode configure = paths.path("/counters/{id}/settings/{label}").path("post");
    assertEquals(List.of("id", "label"), names(configure).subList(0, 2));
    assertTrue(configure.has("requestBody"));
    JsonNode rename = paths.path("/counters/{counter}/names/{name}").path("put");
    assertEquals(List.of("counter", "name"), names(rename).subList(0, 2));
    assertFalse(rename.has("requestBody"));
    assertTrue(paths.path("/v1/services/clock/zone").has("get"));
    assertEquals(
        "Conflict",
        paths.at("/~1v1~1services~1counter~1{id}~1add/post/responses").has("409")
            ? "Conflict"
            : "");
  }

  private static List<String> names(JsonNode operation) {
    return operation.path("parameters").findValuesAsText("name");
  }

  @Test
  void whoMayCallDecidesWhatTheDocumentShows() {
    JsonNode all = document(true).path("paths");
    JsonNode some = document(false).path("paths");
    assertTrue(all.has("/v1/services/counter/{id}/internal"));
    assertFalse(some.has("/v1/services/counter/{id}/internal"));
    assertTrue(some.has("/v1/services/counter/{id}/add"));
    assertFalse(some.has("/v1/services/{service}/{id}"));
    assertEquals("[]", all.at("/~1v1~1services~1counter~1{id}~1add/post/security").toString());
    assertEquals(
        "[{\"operator\":[]}]",
        all.at("/~1v1~1services~1counter~1{id}~1guarded/post/security").toString());
  }

  @Test
  void schemasThatReferToThemselvesStillDoInTheDocument() {
    String tree =
        "{\"$ref\":\"#/$defs/Node\",\"$defs\":{\"Node\":{\"type\":\"object\",\"properties\":"
            + "{\"name\":{\"type\":\"string\"},\"next\":{\"$ref\":\"#/$defs/Node\"}}}}}";
    var runtime =
        new ScriptedRuntime("tree", ServiceDescription.Kind.ENTITY)
            .query(
                "leaf",
                ScriptedRuntime.Shape.PLAIN.argument(tree).route("GET /trees/{id}/{name}"),
                (state, argument) -> java.util.Optional.of(1));
    JsonNode document =
        ScriptedRuntime.tree(OpenApi.of(List.of(runtime.description()), handler -> true, true));
    String place =
        document.at("/paths/~1trees~1{id}~1{name}/get/parameters/1/schema/$ref").asText();
    assertEquals("#/components/schemas/tree.Node/properties/name", place);
    assertEquals("string", document.at(place.substring(1) + "/type").asText());
    each(
        document,
        (name, node) -> {
          if (name.equals("$ref")) {
            assertFalse(document.at(node.asText().substring(1)).isMissingNode(), node.asText());
          }
        });
  }

  @Test
  void definitionsOfOneNameAndTwoMeaningsStayApart() throws IOException {
    String first =
        "{\"$ref\":\"#/$defs/Kind\",\"$defs\":{\"Kind\":{\"oneOf\":[{\"$ref\":\"#/$defs/Kind.A\"}],"
            + "\"discriminator\":{\"propertyName\":\"type\"}},\"Kind.A\":{\"type\":\"string\"}}}";
    String second = first.replace("\"string\"", "\"integer\"");
    var runtime =
        new ScriptedRuntime("twice", ServiceDescription.Kind.ENTITY)
            .query(
                "one",
                ScriptedRuntime.Shape.PLAIN.argument(first).reply(first),
                (state, argument) -> java.util.Optional.of(1))
            .query(
                "two",
                ScriptedRuntime.Shape.PLAIN.argument(second),
                (state, argument) -> java.util.Optional.of(1));
    JsonNode document =
        ScriptedRuntime.tree(OpenApi.of(List.of(runtime.description()), handler -> true, true));
    assertEquals(Set.of(), faults(document));
    JsonNode schemas = document.at("/components/schemas");
    assertEquals("string", schemas.path("twice.Kind.A").path("type").asText());
    assertEquals("integer", schemas.path("twice.two.argument.Kind.A").path("type").asText());
    assertFalse(schemas.toString().contains("$defs"), schemas.toString());
  }

  private static void each(JsonNode node, BiConsumer<String, JsonNode> visit) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      visit.accept(field.getKey(), field.getValue());
      each(field.getValue(), visit);
    }
    if (node.isArray()) {
      node.forEach(element -> each(element, visit));
    }
  }

  @Test
  void theServerAnswersWithIt() throws IOException {
    try (var edge = new EdgeFixture()) {
      var response = edge.get("/openapi.json");
      assertEquals(200, response.statusCode());
      assertEquals(Set.of(), faults(ScriptedRuntime.tree(Json.of(response.body()))));
    }
  }
}
