package dev.holdfast.connectors.webhook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Publication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A webhook on a free port of loopback, which keeps what it is sent. */
final class Receiver implements AutoCloseable {
  /** What it was sent: headers by name in lower case. */
  record Got(String method, String path, Map<String, String> headers, String text) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What it does with a request. */
  interface Answering {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  final List<Got> got = new CopyOnWriteArrayList<>();
  volatile Answering answering = exchange -> status(exchange, 204, "");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static Receiver start() {
    try {
      return new Receiver();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    got.add(
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    try {
      answering.answer(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  static void status(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static TopicMessage message(int offset, String key, String payload, String... attributes) {
    var all = new TreeMap<String, String>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    return new TopicMessage(
        new MessageId(17, offset, 0),
        new EntityId("orders", "o-1"),
        Instant.parse("2026-01-31T10:00:00Z"),
        new Publication("orders", key, Json.of(payload), all));
  }

  /**
   * HMAC-SHA256 (RFC 2104) written out, and the rules of Standard Webhooks for whoever receives: so
   * that signing is not checked by what signs.
   */
  static boolean verifies(Got got, String secret) throws NoSuchAlgorithmException {
    byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    String content =
        got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.text();
    var inner = new byte[64];
    var outer = new byte[64];
    Arrays.fill(inner, (byte) 0x36);
    Arrays.fill(outer, (byte) 0x5c);
    for (int i = 0; i < key.length; i++) {
      inner[i] ^= key[i];
      outer[i] ^= key[i];
    }
    MessageDigest first = MessageDigest.getInstance("SHA-256");
    first.update(inner);
    MessageDigest second = MessageDigest.getInstance("SHA-256");
    second.update(outer);
    byte[] expected = second.digest(first.digest(content.getBytes(StandardCharsets.UTF_8)));
    for (String signature : got.header("webhook-signature").split(" ", -1)) {
      if (signature.startsWith("v1,")
          && MessageDigest.isEqual(
              expected, Base64.getDecoder().decode(signature.substring("v1,".length())))) {
        return true;
      }
    }
    return false;
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(condition.getAsBoolean());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
