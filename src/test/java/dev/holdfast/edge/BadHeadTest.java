package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hostile heads and paths: each is refused with a 4xx and leads nowhere. */
@Timeout(120)
class BadHeadTest {
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
  void aSlowHeadIsCutOffHoweverItTrickles() throws Exception {
    try (var trickling = new RawClient(CLIENT.port());
        var idle = new RawClient(CLIENT.port())) {
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
      String response =
          CLIENT.send(HostileClient.ADD + HostileClient.JSON + head + "\r\n1\r\n1\r\n0\r\n\r\n");
      int status = RawClient.status(response);
      assertTrue(status >= 400 && status < 502, head + status);
      HostileClient.problem(status, response);
    }
  }

  @Test
  void smuggledRequestsAreNotServed() throws IOException {
    String smuggled = "GET /counters/smuggled/value HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String request =
        HostileClient.ADD
            + HostileClient.JSON
            + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            + smuggled;
    try (var client = new RawClient(CLIENT.port())) {
      HostileClient.problem(400, client.write(request).response());
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
      String response = CLIENT.send(request);
      int status = RawClient.status(response);
      assertTrue(status >= 400 && status < 506, request + status);
      HostileClient.problem(status, response);
    }
  }

  @Test
  void hugeHeadsAreRefused() throws IOException {
    String get = "GET /counters/good/value HTTP/1.1\r\nHost: localhost\r\n";
    HostileClient.refused(
        431, "too-large", CLIENT.send(get + "X: " + "x".repeat(100_000) + "\r\n\r\n"));
    var many = new StringBuilder(get);
    for (int i = 0; i < 1_000; i++) {
      many.append("X-").append(i).append(": 1\r\n");
    }
    String response = CLIENT.send(many + "\r\n");
    assertEquals(4, RawClient.status(response) / 100);
    HostileClient.problem(RawClient.status(response), response);
    HostileClient.refused(
        414,
        "too-large",
        CLIENT.send("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    String name = CLIENT.send(get + "x".repeat(100_000) + ": 1\r\n\r\n");
    assertEquals(4, RawClient.status(name) / 100);
  }

  @Test
  void nestedCommentsInHeadersDoNoHarm() throws IOException {
    String agent = "User-Agent: " + "(".repeat(3_000) + ")".repeat(3_000) + "\r\n";
    String response = CLIENT.send("GET /nothing HTTP/1.1\r\nHost: localhost\r\n" + agent + "\r\n");
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
      String response = CLIENT.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(400, RawClient.status(response));
      assertFalse(response.contains("\nX-Injected"), response);
    }
    String trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 X: 1\r\n";
    String response =
        CLIENT.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + trace + "\r\n");
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
      String response = CLIENT.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      int status = RawClient.status(response);
      assertTrue(status == 400 || status == 403 || status == 404, path + " " + status);
      HostileClient.problem(status, response);
    }
  }

  @Test
  void aForeignNameForThisMachineIsRefused() throws IOException {
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil", "")) {
      String response = CLIENT.send("GET /v1/services HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
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
      String head = HostileClient.ADD + HostileClient.JSON + header + "\r\n" + header + "\r\n";
      HostileClient.refused(
          400,
          "invalid-request",
          CLIENT.send(HostileClient.withBody(head, "1".getBytes(StandardCharsets.UTF_8))));
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
      String head = HostileClient.ADD + HostileClient.JSON + header + "\r\n";
      HostileClient.refused(
          400,
          "invalid-request",
          CLIENT.send(HostileClient.withBody(head, "1".getBytes(StandardCharsets.UTF_8))));
    }
  }
}
