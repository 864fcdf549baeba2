package dev.holdfast.runtimes.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server on a free port of loopback, which keeps what it is asked and answers as it is told. */
public final class Answering implements AutoCloseable {
  public static final String DESCRIPTION =
      """
      {"protocol": 1, "keepsStates": true, "services": [{"service": "counter", "kind": "entity",
       "state": {}, "empty": {"value": 0},
       "events": [{"type": "Added", "version": 1, "schema": {}}],
       "handlers": [{"name": "add", "kind": "command", "rejections": []}]}]}
      """;

  /** What it was asked: headers by name in lower case. */
  public record Got(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What it does with a request that is not {@code discover}. */
  public interface Decides {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  public volatile Decides decides = exchange -> send(exchange, 200, "{\"reply\": 1}");

  private final HttpServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Answering(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static Answering start() throws IOException {
    return new Answering(HttpServer.create(loopback(), 0));
  }

  static Answering start(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new Answering(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** All requests but {@code discover}. */
  public List<Got> asked() {
    return got.stream().filter(it -> !it.path().endsWith("/discover")).toList();
  }

  public List<Got> got() {
    return List.copyOf(got);
  }

  /** Of how many somebody spoke. */
  public int connections() {
    return peers.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    peers.add(exchange.getRemoteAddress());
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String path = exchange.getRequestURI().toString();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    got.add(new Got(exchange.getRequestMethod(), path, headers, body));
    try {
      if (path.endsWith("/discover")) {
        send(exchange, 200, DESCRIPTION);
      } else {
        decides.answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  public static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
