package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
 * Hostile bodies: each is refused with a 4xx, nothing reaches the services, others are answered.
 */
@Timeout(120)
class BadBodyTest {
  private static final HostileClient CLIENT = new HostileClient();

  @AfterAll
  static void stop() {
    CLIENT.close();
  }

  @BeforeEach
  void count() {
    CLIENT.count();
  }

  @AfterEach
  void nothingReachedTheServicesAndOthersAreAnswered() {
    CLIENT.assertUnharmed();
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
      JsonNode problem = HostileClient.problem(400, CLIENT.post(entry.getKey()));
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
      HostileClient.refused(400, "invalid-json", CLIENT.post(body));
    }
  }

  @Test
  void aBodyBeyondTheLimitIsNotTakenIn() throws IOException {
    HostileClient.refused(413, "too-large", CLIENT.post("[" + "9".repeat(10_000_000) + "]"));
    HostileClient.refused(
        413,
        "too-large",
        CLIENT.send(
            HostileClient.ADD + HostileClient.JSON + "Content-Length: 99999999999\r\n\r\n1"));
    String chunk = "10000\r\n" + "1".repeat(0x10000) + "\r\n";
    HostileClient.refused(
        413,
        "too-large",
        CLIENT.send(
            HostileClient.ADD
                + HostileClient.JSON
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(40)));
    String small =
        "POST /v1/services/counter/bad/small HTTP/1.1\r\nHost: localhost\r\n" + HostileClient.JSON;
    HostileClient.refused(
        413, "too-large", CLIENT.send(HostileClient.withBody(small, new byte[17])));
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
      HostileClient.refused(
          415,
          "unsupported-media-type",
          CLIENT.send(
              HostileClient.withBody(
                  HostileClient.ADD + type, "1".getBytes(StandardCharsets.UTF_8))));
    }
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(new byte[10_000_000]);
    }
    for (String encoding : List.of("gzip", "deflate", "br", "identity, gzip")) {
      String head =
          HostileClient.ADD + HostileClient.JSON + "Content-Encoding: " + encoding + "\r\n";
      HostileClient.refused(
          415,
          "unsupported-media-type",
          CLIENT.send(HostileClient.withBody(head, zipped.toByteArray())));
    }
  }

  @Test
  void aSlowBodyIsGivenUp() throws IOException {
    try (var silent = new RawClient(CLIENT.port());
        var trickling = new RawClient(CLIENT.port())) {
      silent.write(HostileClient.ADD + HostileClient.JSON + "Content-Length: 100\r\n\r\n1");
      trickling.write(
          HostileClient.ADD + HostileClient.JSON + "Transfer-Encoding: chunked\r\n\r\n");
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
      HostileClient.refused(408, "receive-timeout", silent.response());
      HostileClient.refused(408, "receive-timeout", trickling.response());
      assertTrue(silent.isClosedByServer());
      trickle.interrupt();
    }
  }

  @Test
  void aBodyThatBreaksOffIsRefused() throws IOException {
    HostileClient.refused(
        400,
        "invalid-request",
        CLIENT.send(
            HostileClient.ADD
                + HostileClient.JSON
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n1\r\n0\r\n\r\n"));
  }

  @Test
  void whatDoesNotFitTheHandlerIsRefused() throws IOException {
    String touch =
        "POST /v1/services/counter/bad/touch HTTP/1.1\r\nHost: localhost\r\n" + HostileClient.JSON;
    HostileClient.refused(
        400,
        "invalid-argument",
        CLIENT.send(HostileClient.withBody(touch, "[1]".getBytes(StandardCharsets.UTF_8))));
    String value = "GET /counters/bad/value HTTP/1.1\r\nHost: localhost\r\n" + HostileClient.JSON;
    HostileClient.refused(
        400,
        "invalid-request",
        CLIENT.send(HostileClient.withBody(value, "1".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void manySlowConnectionsDoNotStopOthers() throws IOException {
    var slow = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 300; i++) {
        var client = new RawClient(CLIENT.port());
        client.write(
            i % 2 == 0
                ? HostileClient.ADD + HostileClient.JSON + "Content-Length: 9\r\n\r\n"
                : "GET /counters");
        slow.add(client);
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(200, CLIENT.edge().get("/health/live").statusCode());
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }
}
