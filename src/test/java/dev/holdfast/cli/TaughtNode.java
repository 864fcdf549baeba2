package dev.holdfast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on this machine that answers what a test says and remembers what it was asked. */
public final class TaughtNode implements AutoCloseable {
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** One request; header names in lower case. */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** One reply. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply json(String body) {
      return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }

    public static Reply problem(int status, String code, String detail) {
      return new Reply(
          status,
          Map.of("Content-Type", "application/problem+json"),
          "{\"code\":\"" + code + "\",\"title\":\"No\",\"detail\":\"" + detail + "\"}");
    }

    public Reply with(String header, String value) {
      var all = new java.util.HashMap<>(headers);
      all.put(header, value);
      return new Reply(status, all, body);
    }
  }

  public TaughtNode(Function<Request, Reply> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      Reply reply = answers.apply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    var headers = new java.util.HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Request(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
  }
}
