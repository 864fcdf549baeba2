package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The corpus of hostile requests: each is refused with a 4xx, nothing reaches the services, and the
 * server goes on answering others.
 */
@Timeout(120)
class BadInputTest {
  private static final EdgeFixture EDGE =
      new EdgeFixture(
          "holdfast.edge.bodies.receive = 500ms",
          "holdfast.edge.connections.waiting = 1s",
          "holdfast.edge.connections.idle = 40s");

  private static final String ADD =
      "POST /v1/services/counter/bad/add HTTP/1.1\r\nHost: localhost\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  private int calls;
  private long commits;

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @BeforeEach
  void count() {
    calls = EDGE.services.calls.size();
    commits = EDGE.journal.commitsInAll();
  }

  @AfterEach
  void nothingReachedTheServicesAndOthersAreAnswered() {
    assertEquals(calls, EDGE.services.calls.size(), "a hostile request reached the services");
    assertEquals(commits, EDGE.journal.commitsInAll());
    assertEquals(200, EDGE.get("/counters/good/value").statusCode());
  }

  private static String send(String request) throws IOException {
    return send(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String send(byte[] request) throws IOException {
    try (var client = new RawClient(EDGE.binding.address().getPort())) {
      return client.write(request).response();
    }
  }

  private static byte[] withBody(String head, byte[] body) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(
        (head + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static String post(byte[] body) throws IOException {
    return send(withBody(ADD + JSON, body));
  }

  private static String post(String body) throws IOException {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The problem in a response, which must be one. */
  private static JsonNode problem(int status, String response) {
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

  private static void refused(int status, String code, String response) {
    assertEquals(code, problem(status, response).path("code").asText());
  }

  @Test
  void brokenJsonIsPointedAt() throws IOException {
    Map<String, String> pointers =
        Map.of(
            "{\"a\":[1,}",
            "/a/1",
            "nul",
            "",
            "[1,2",
            "/1",
            "{\"a\":1,\"a\":2}",
            "/a",
            "{\"a\":{\"b\":\"\\ud800\"}}",
            "/a/b",
            "01",
            "",
            "[" + "[".repeat(100_000),
            "/0".repeat(100),
            "[" + "9".repeat(900_000) + "]",
            "/0");
    for (Map.Entry<String, String> entry : pointers.entrySet()) {
      JsonNode problem = problem(400, post(entry.getKey()));
      assertEquals("invalid-json", problem.path("code").asText());
      assertTrue(problem.has("pointer"));
      assertEquals(entry.getValue(), problem.path("pointer").asText());
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    byte[][] bodies = {
      {'"', (byte) 0xc0, (byte) 0xaf, '"'},
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {(byte) 0xff, (byte) 0xfe, '1', 0},
      {0},
      {'"', 0, '"'},
      "[1]".getBytes(StandardCharsets.UTF_16)
    };
    for (byte[] body : bodies) {
      refused(400, "invalid-json", post(body));
    }
  }

  @Test
  void aBodyBeyondTheLimitIsNotTakenIn() throws IOException {
    refused(413, "too-large", post("[" + "9".repeat(10_000_000) + "]"));
    refused(413, "too-large", send(ADD + JSON + "Content-Length: 99999999999\r\n\r\n1"));
    String chunk = "10000\r\n" + "1".repeat(0x10000) + "\r\n";
    refused(
        413,
        "too-large",
        send(ADD + JSON + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(40)));
    String small = "POST /v1/services/counter/bad/small HTTP/1.1\r\nHost: localhost\r\n" + JSON;
    refused(413, "too-large", send(withBody(small, new byte[17])));
  }

  @Test
  void onlyPlainJsonIsTaken() throws IOException {
    for (String type :
        List.of(
            "",
            "Content-Type: text/plain\r\n",
            "Content-Type: application/xml\r\n",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n",
            "Content-Type: application/jsonp\r\n")) {
      refused(
          415,
          "unsupported-media-type",
          send(withBody(ADD + type, "1".getBytes(StandardCharsets.UTF_8))));
    }
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(new byte[10_000_000]);
    }
    for (String encoding : List.of("gzip", "deflate", "br", "identity, gzip")) {
      String head = ADD + JSON + "Content-Encoding: " + encoding + "\r\n";
      refused(415, "unsupported-media-type", send(withBody(head, zipped.toByteArray())));
    }
  }

  @Test
  void aSlowBodyIsGivenUp() throws IOException {
    try (var silent = new RawClient(EDGE.binding.address().getPort());
        var trickling = new RawClient(EDGE.binding.address().getPort())) {
      silent.write(ADD + JSON + "Content-Length: 100\r\n\r\n1");
      trickling.write(ADD + JSON + "Transfer-Encoding: chunked\r\n\r\n");
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 40; i++) {
                        trickling.write("1\r\n1\r\n");
                        Thread.sleep(50);
                      }
                    } catch (IOException | InterruptedException e) {
                      // The server has had enough.
                    }
                  });
      refused(408, "receive-timeout", silent.response());
      refused(408, "receive-timeout", trickling.response());
      assertTrue(silent.isClosedByServer());
      trickle.interrupt();
    }
  }

  @Test
  void aSlowHeadIsCutOffHoweverItTrickles() throws Exception {
    try (var trickling = new RawClient(EDGE.binding.address().getPort());
        var idle = new RawClient(EDGE.binding.address().getPort())) {
      trickling.write("GET /counters/good/value HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      long start = System.nanoTime();
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 400; i++) {
                        trickling.write("x");
                        Thread.sleep(50);
                      }
                    } catch (IOException | InterruptedException e) {
                      // The server has had enough.
                    }
                  });
      assertTrue(trickling.isClosedByServer());
      assertTrue(idle.isClosedByServer());
      assertTrue(System.nanoTime() - start < 10_000_000_000L, "it was cut off late");
      trickle.interrupt();
    }
  }

  @Test
  void aBodyThatBreaksOffIsRefused() throws IOException {
    refused(
        400,
        "invalid-request",
        send(ADD + JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n1\r\n0\r\n\r\n"));
  }

  @Test
  void ambiguousLengthsAreRefused() throws IOException {
    for (String head :
        List.of(
            "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 1\r\nContent-Length: 2\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: 0x1\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding:\u000bchunked\r\n")) {
      String response = send(ADD + JSON + head + "\r\n1\r\n1\r\n0\r\n\r\n");
      int status = RawClient.status(response);
      assertTrue(status >= 400 && status < 502, head + status);
      problem(status, response);
    }
  }

  @Test
  void smuggledRequestsAreNotServed() throws IOException {
    String smuggled = "GET /counters/smuggled/value HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String request =
        ADD + JSON + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled;
    try (var client = new RawClient(EDGE.binding.address().getPort())) {
      problem(400, client.write(request).response());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void malformedHeadsAreRefused() throws IOException {
    String get = "GET /counters/good/value HTTP/1.1\r\n";
    for (String request :
        List.of(
            "GET /counters/good/value HTTP/1.1\r\n\r\n",
            get + "Host: a\r\nHost: b\r\n\r\n",
            get + "Host: localhost\r\n folded: x\r\n\r\n",
            get + "Host: localhost\r\nX Y: z\r\n\r\n",
            get + "Host: localhost\r\n: z\r\n\r\n",
            get + "Host: localhost\r\nX: \u0001\r\n\r\n",
            get + "Host: localhost\r\nX: a\rb\r\n\r\n",
            "GET  /counters/good/value HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /counters/good/value HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /counters/good/value\r\nHost: localhost\r\n\r\n",
            "BREW /counters/good/value HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n",
            "TRACE /counters/good/value HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
      String response = send(request);
      int status = RawClient.status(response);
      assertTrue(status >= 400 && status < 506, request + status);
      problem(status, response);
    }
  }

  @Test
  void hugeHeadsAreRefused() throws IOException {
    String get = "GET /counters/good/value HTTP/1.1\r\nHost: localhost\r\n";
    refused(431, "too-large", send(get + "X: " + "x".repeat(100_000) + "\r\n\r\n"));
    var many = new StringBuilder(get);
    for (int i = 0; i < 1_000; i++) {
      many.append("X-").append(i).append(": 1\r\n");
    }
    String response = send(many + "\r\n");
    assertEquals(4, RawClient.status(response) / 100);
    problem(RawClient.status(response), response);
    refused(414, "too-large", send("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    String name = send(get + "x".repeat(100_000) + ": 1\r\n\r\n");
    assertEquals(4, RawClient.status(name) / 100);
  }

  @Test
  void nestedCommentsInHeadersDoNoHarm() throws IOException {
    String agent = "User-Agent: " + "(".repeat(3_000) + ")".repeat(3_000) + "\r\n";
    String response = send("GET /nothing HTTP/1.1\r\nHost: localhost\r\n" + agent + "\r\n");
    assertEquals(4, RawClient.status(response) / 100);
  }

  @Test
  void headersCannotBeInjectedThroughAnythingThatIsEchoed() throws IOException {
    for (String path :
        List.of(
            "/v1/services/counter/bad%0d%0aX-Injected:%201/value",
            "/problems/x%0d%0aX-Injected:%201",
            "/v1/invocations/x%0d%0aX-Injected:%201",
            "/v1/services/nobody%0aX-Injected:%201/a/b")) {
      String response = send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(400, RawClient.status(response));
      assertFalse(response.contains("\nX-Injected"), response);
    }
    String trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 X: 1\r\n";
    String response = send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + trace + "\r\n");
    assertFalse(response.contains("traceparent"), response);
  }

  @Test
  void pathTricksLeadNowhere() throws IOException {
    for (String path :
        List.of(
            "/v1/services/counter/bad/../../../health/live",
            "/v1/services/counter/bad/%2e%2e/x/value",
            "/v1/services/counter/bad/.%2e/value",
            "/counters/bad%2fvalue",
            "/counters/bad%2Fx/value",
            "/counters/%252e%252e/value",
            "/counters/a%252fb/value",
            "/counters/bad%00/value",
            "/counters/%c0%ae%c0%ae/value",
            "/counters/%c0%af/value",
            "/counters/%e0%80%af/value",
            "/counters/%ed%a0%80/value",
            "/counters//value",
            "//v1/services",
            "/counters/bad/value/",
            "/counters/bad\\value",
            "/counters/bad%5cvalue",
            "/counters/%zz/value",
            "/counters/%/value",
            "/counters/" + "x".repeat(201) + "/value",
            "/V1/services",
            "/v1/services/Counter/bad/value",
            "/v1/services/counter/bad/add%20",
            "http://evil.example/counters/bad/value",
            "/counters/bad/value#fragment",
            "/counters/bad/value?%zz=1",
            "/counters/bad/value?at=%c0%af",
            "counters/bad/value")) {
      String response = send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      int status = RawClient.status(response);
      assertTrue(status == 400 || status == 403 || status == 404, path + " " + status);
      problem(status, response);
    }
  }

  @Test
  void aForeignNameForThisMachineIsRefused() throws IOException {
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "")) {
      String response = send("GET /v1/services HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      int status = RawClient.status(response);
      assertTrue(status == 403 || status == 400, host + " " + status);
    }
  }

  @Test
  void headersThatDecideMayStandOnce() throws IOException {
    for (String header :
        List.of(
            "Idempotency-Key: a",
            "If-Match: \"1\"",
            "Holdfast-Timeout: 1s",
            "Holdfast-Deadline: 2026-01-31T10:00:01Z")) {
      String head = ADD + JSON + header + "\r\n" + header + "\r\n";
      refused(400, "invalid-request", send(withBody(head, "1".getBytes(StandardCharsets.UTF_8))));
    }
    for (String header :
        List.of(
            "Idempotency-Key: " + "k".repeat(256),
            "Idempotency-Key: a b",
            "If-Match: *",
            "If-Match: -1",
            "If-Match: 99999999999999999999",
            "Holdfast-Timeout: -1",
            "Holdfast-Deadline: tomorrow")) {
      String head = ADD + JSON + header + "\r\n";
      refused(400, "invalid-request", send(withBody(head, "1".getBytes(StandardCharsets.UTF_8))));
    }
  }

  @Test
  void whatDoesNotFitTheHandlerIsRefused() throws IOException {
    String touch = "POST /v1/services/counter/bad/touch HTTP/1.1\r\nHost: localhost\r\n" + JSON;
    refused(400, "invalid-argument", send(withBody(touch, "[1]".getBytes(StandardCharsets.UTF_8))));
    String value = "GET /counters/bad/value HTTP/1.1\r\nHost: localhost\r\n" + JSON;
    refused(400, "invalid-request", send(withBody(value, "1".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void manySlowConnectionsDoNotStopOthers() throws IOException {
    var slow = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 300; i++) {
        var client = new RawClient(EDGE.binding.address().getPort());
        client.write(i % 2 == 0 ? ADD + JSON + "Content-Length: 9\r\n\r\n" : "GET /counters");
        slow.add(client);
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(200, EDGE.get("/health/live").statusCode());
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }
}
