package dev.holdfast.connectors.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

/** The services of {@code bench/brokers} as a client sees them. */
final class Tills implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Supplier<URI> node;

  Tills(Supplier<URI> node) {
    this.node = node;
  }

  /** What a ledger counted. */
  record Counts(long entered, long again, long tooEarly) {
    Counts plus(Counts more) {
      return new Counts(entered + more.entered, again + more.again, tooEarly + more.tooEarly);
    }
  }

  /** Until it is acknowledged, under one idempotency key. */
  void sell(String till, int count, String key) throws InterruptedException {
    while (!isSold(till, count, key)) {
      Thread.sleep(AGAIN);
    }
  }

  private boolean isSold(String till, int count, String key) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(at("till/" + till + "/sell"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "\"" + key + "\"")
            .POST(HttpRequest.BodyPublishers.ofString(Integer.toString(count)))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  /** Nothing for a ledger that there is not, or while nobody answers. */
  Counts counts(String till) throws InterruptedException {
    var request = HttpRequest.newBuilder(at("ledger/" + till)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode state =
          answer.statusCode() == 200
              ? json.readTree(answer.body()).path("state")
              : json.createObjectNode();
      return new Counts(
          state.path("next").asLong(),
          state.path("again").asLong(),
          state.path("tooEarly").asLong());
    } catch (IOException noAnswer) {
      return new Counts(0, 0, 0);
    }
  }

  private URI at(String path) {
    return node.get().resolve("/v1/services/" + path);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
