package dev.holdfast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.http.HttpTarget;
import dev.holdfast.runtimes.http.Token;
import dev.holdfast.runtimes.lambda.LambdaTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads where functions run elsewhere, as it was deployed. */
final class RemoteTargets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RemoteTargets() {}

  static HttpTarget http(String text) throws UnloadableCode {
    JsonNode node = read(text, Set.of("url", "secrets", "token"));
    List<SecretReference> secrets = new ArrayList<>();
    for (JsonNode secret : node.path("secrets")) {
      secrets.add(secret(secret, "secrets"));
    }
    return new HttpTarget(uri(node, "url"), secrets, token(node.path("token")));
  }

  private static Token token(JsonNode node) throws UnloadableCode {
    return switch (node.path("kind").asText("none")) {
      case "none" -> new Token.None();
      case "header" -> new Token.Header(text(node, "name"), secret(node.path("value"), "value"));
      case "google-id-token" -> new Token.GoogleIdToken(optional(node, "audience"));
      case "entra" ->
          new Token.Entra(
              text(node, "tenant"),
              text(node, "client"),
              secret(node.path("secret"), "secret"),
              text(node, "scope"));
      default ->
          throw wrong("a token is of the kind none, header, google-id-token or entra, not " + node);
    };
  }

  static LambdaTarget lambda(String text) throws UnloadableCode {
    JsonNode node =
        read(text, Set.of("function", "qualifier", "region", "endpoint", "credentials"));
    Optional<URI> endpoint =
        node.has("endpoint") ? Optional.of(uri(node, "endpoint")) : Optional.empty();
    return new LambdaTarget(
        text(node, "function"),
        optional(node, "qualifier"),
        text(node, "region"),
        endpoint,
        credentials(node.path("credentials")));
  }

  private static LambdaTarget.Credentials credentials(JsonNode node) throws UnloadableCode {
    if (node.isMissingNode()) {
      return new LambdaTarget.Credentials.Ambient();
    }
    Optional<SecretReference> session =
        node.has("session")
            ? Optional.of(secret(node.path("session"), "session"))
            : Optional.empty();
    return new LambdaTarget.Credentials.Keys(
        secret(node.path("id"), "id"), secret(node.path("secret"), "secret"), session);
  }

  private static JsonNode read(String text, Set<String> fields) throws UnloadableCode {
    try {
      JsonNode node = JSON.readTree(text);
      for (var field : node.properties()) {
        if (!fields.contains(field.getKey())) {
          throw wrong("\"%s\" is not known".formatted(field.getKey()));
        }
      }
      return node;
    } catch (IOException e) {
      throw wrong("it is no JSON: " + e.getMessage());
    }
  }

  /** Where a secret is, never a secret itself. */
  private static SecretReference secret(JsonNode node, String field) throws UnloadableCode {
    if (node.path("env").isTextual()) {
      return new SecretReference.Environment(node.path("env").asText());
    }
    if (node.path("file").isTextual()) {
      return new SecretReference.InFile(Path.of(node.path("file").asText()));
    }
    throw wrong(field + " is {\"env\": VARIABLE} or {\"file\": PATH} of each node");
  }

  private static URI uri(JsonNode node, String field) throws UnloadableCode {
    try {
      return new URI(text(node, field));
    } catch (URISyntaxException e) {
      throw wrong(field + " is no URL: " + e.getMessage());
    }
  }

  private static String text(JsonNode node, String field) throws UnloadableCode {
    return optional(node, field).orElseThrow(() -> wrong("\"" + field + "\" is missing"));
  }

  private static Optional<String> optional(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }

  private static UnloadableCode wrong(String why) {
    return new UnloadableCode(List.of("Where the function runs cannot be read: " + why + "."));
  }
}
