package dev.holdfast.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * A receiver of webhooks on this machine, as somebody else would have one: it knows a repetition by
 * its id and takes everything.
 */
final class Receiver implements AutoCloseable {
  private static final int LARGEST = 64 * 1024;
  private static final int NO_CONTENT = 204;
  private static final int TOO_LARGE = 413;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final LongAdder requests = new LongAdder();

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  long requests() {
    return requests.sum();
  }

  /** How many of them had an id that none had before. */
  int different() {
    return ids.size();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean whole = exchange.getRequestBody().readNBytes(LARGEST + 1).length <= LARGEST;
      if (whole) {
        requests.increment();
        ids.add(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")));
      }
      exchange.sendResponseHeaders(whole ? NO_CONTENT : TOO_LARGE, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
