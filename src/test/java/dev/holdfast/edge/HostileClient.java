package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends what is wrong byte by byte, and knows what harm would look like. */
final class HostileClient implements AutoCloseable {
  static final String ADD = "POST /v1/services/counter/bad/add HTTP/1.1\r\nHost: localhost\r\n";
  static final String JSON = "Content-Type: application/json\r\n";

  private final EdgeFixture edge =
      new EdgeFixture(
          "holdfast.edge.bodies.receive = 500ms", "holdfast.edge.connections.waiting = 1s");

  private int calls;
  private long commits;

  EdgeFixture edge() {
    return edge;
  }

  int port() {
    return edge.binding.address().getPort();
  }

  void count() {
    calls = edge.services.calls.size();
    commits = edge.journal.commitsInAll();
  }

  void assertUnharmed() {
    assertEquals(calls, edge.services.calls.size(), "a hostile request reached the services");
    assertEquals(commits, edge.journal.commitsInAll());
    assertEquals(200, edge.get("/counters/good/value").statusCode());
  }

  @Override
  public void close() {
    edge.close();
  }

  String send(String request) throws IOException {
    return send(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  String send(byte[] request) throws IOException {
    try (var client = new RawClient(edge.binding.address().getPort())) {
      return client.write(request).response();
    }
  }

  static byte[] withBody(String head, byte[] body) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        (head + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  String post(byte[] body) throws IOException {
    return send(withBody(ADD + JSON, body));
  }

  String post(String body) throws IOException {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The problem in a response, which must be one. */
  static JsonNode problem(int status, String response) {
    String start = response.substring(0, Math.min(300, response.length()));
    assertEquals(status, RawClient.status(response), start);
    assertTrue(response.contains("application/problem+json"), start);
    JsonNode problem =
        ScriptedRuntime.tree(Json.of(response.substring(response.indexOf("\r\n\r\n") + 4)));
    assertEquals(status, problem.path("status").asInt());
    assertTrue(problem.path("type").asText().startsWith("/problems/"));
    assertFalse(response.contains("Exception") || response.contains("\tat "), start);
    return problem;
  }

  static void refused(int status, String code, String response) {
    assertEquals(code, problem(status, response).path("code").asText());
  }
}
