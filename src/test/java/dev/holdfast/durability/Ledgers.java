package dev.holdfast.durability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.durability.Operation.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The ledger service as a client sees it, over HTTP and nothing else. */
final class Ledgers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PAGE = 500;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI url;

  Ledgers(URI node) {
    this.url = node.resolve("/v1/services/ledger/");
  }

  /** Sends one append; the number is its idempotency key, too. */
  Outcome append(String entity, long number) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve(entity + "/append"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "\"number-" + number + "\"")
            .POST(HttpRequest.BodyPublishers.ofString(Long.toString(number)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (status == 200) {
        return new Outcome.Acknowledged(Integer.parseInt(response.body().strip()));
      }
      return status >= 500 ? new Outcome.Unknown() : new Outcome.Refused(status);
    } catch (IOException noAnswer) {
      return new Outcome.Unknown();
    }
  }

  /** The list of an entity; empty when nothing was ever appended. */
  List<Long> numbers(String entity) throws IOException, InterruptedException {
    List<Long> numbers = new ArrayList<>();
    get(entity + "/numbers").forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  /** The sequence numbers of an entity's history, as the events request tells them. */
  List<Long> sequences(String entity) throws IOException, InterruptedException {
    List<Long> sequences = new ArrayList<>();
    JsonNode next = json.getNodeFactory().numberNode(1);
    while (!next.isMissingNode()) {
      JsonNode page = get(entity + "/events?from=" + next.asLong() + "&limit=" + PAGE);
      page.path("events").forEach(commit -> sequences.add(commit.path("sequence").asLong()));
      next = page.path("next");
    }
    return sequences;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return switch (response.statusCode()) {
      case 200 -> json.readTree(response.body());
      case 404 -> json.createArrayNode();
      default -> throw new IOException(path + ": " + response.statusCode() + response.body());
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
