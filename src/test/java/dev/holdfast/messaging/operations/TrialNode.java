package dev.holdfast.messaging.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Node;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import dev.holdfast.journal.JournalSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real node in this process with one service folder, asked over HTTP. */
final class TrialNode implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A till that is told of orders twice: by a subscription that waits and by one that does not.
   * Thirteen cents break it, until they are edited.
   */
  static final String TILL =
      """
      import static dev.holdfast.sdk.Call.command;
      import dev.holdfast.sdk.*;
      import java.time.Duration;
      import java.util.*;

      @Service("till") @Allow("anyone")
      public record Till(@Query List<Long> ordered, @Query List<Long> seen, @Query long total)
          implements Entity<Till, Till.Event> {
        public record Order(String till, long cents) {}
        public sealed interface Event {}
        public record Ordered(long cents) implements Event {}
        public record Seen(long cents) implements Event {}
        public record Taken(long cents) implements Event {}
        public enum Problem implements Rejection { NOTHING_TO_TAKE }
        public Till() { this(List.of(), List.of(), 0); }

        @OnTopic(value = "orders", id = "{till}", waits = true, start = "beginning")
        Effect<Void> order(Order order) {
          check(order.cents());
          return persist(new Ordered(order.cents()));
        }

        @OnTopic(value = "orders", id = "{till}", start = "beginning")
        Effect<Void> see(Order order) {
          check(order.cents());
          return persist(new Seen(order.cents()));
        }

        Effect<Void> sell(Order order) { return reply().publish("orders", order.till(), order); }

        Effect<Void> hand(Order order) {
          return reply().send(command(Till.class, order.till(), Till::take, order.cents()));
        }

        Effect<Long> take(long cents) {
          if (cents <= 0) return reject(Problem.NOTHING_TO_TAKE, "Hand over at least one cent.");
          check(cents);
          return persist(new Taken(cents)).reply(Till::total);
        }

        Effect<Void> remind(long seconds, Context context) {
          return reply().schedule("later", Duration.ofSeconds(seconds),
              command(Till.class, context.id(), Till::take, 7L));
        }

        private static void check(long cents) {
          if (cents == 13) throw new IllegalStateException("unlucky");
        }

        @Override public Till apply(Event event) {
          return switch (event) {
            case Ordered(long cents) -> new Till(with(ordered, cents), seen, total);
            case Seen(long cents) -> new Till(ordered, with(seen, cents), total);
            case Taken(long cents) -> new Till(ordered, seen, total + cents);
          };
        }

        private static List<Long> with(List<Long> list, long more) {
          var all = new ArrayList<>(list);
          all.add(more);
          return List.copyOf(all);
        }
      }
      """;

  private final NodeOptions options;
  private final HttpClient client = HttpClient.newHttpClient();
  private RunningNode node;

  private TrialNode(NodeOptions options) {
    this.options = options;
    this.node = Node.start(options);
  }

  /** With its journal in a file of the folder. */
  static TrialNode embedded(Path folder) throws IOException {
    return new TrialNode(
        NodeOptions.embedded(folder.resolve("data"), 0, List.of(services(folder))));
  }

  static TrialNode on(JournalSettings database, Path folder) throws IOException {
    return new TrialNode(
        new NodeOptions(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(0),
            Optional.of(database.url()),
            Optional.of("postgres"),
            List.of(services(folder))));
  }

  private static Path services(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("till"));
    Files.writeString(services.resolve("Till.java"), TILL);
    return services;
  }

  URI url() {
    return node.url();
  }

  void restart() {
    node.close().toCompletableFuture().join();
    node = Node.start(options);
  }

  HttpResponse<String> send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .timeout(SOON)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode done(String method, String path, String body) throws Exception {
    HttpResponse<String> response = send(method, path, body);
    assertEquals(200, response.statusCode(), () -> method + " " + path + ": " + response.body());
    return JSON.readTree(response.body());
  }

  JsonNode get(String path) throws Exception {
    return done("GET", path, "");
  }

  JsonNode post(String path, String body) throws Exception {
    return done("POST", path, body);
  }

  JsonNode put(String path, String body) throws Exception {
    return done("PUT", path, body);
  }

  JsonNode state(String till) throws Exception {
    return get("/v1/services/till/" + till).path("state");
  }

  /** Has an order published by a till of its own. */
  void sell(String till, long cents) throws Exception {
    post("/v1/services/till/seller/sell", "{\"till\":\"" + till + "\",\"cents\":" + cents + "}");
  }

  /** Has another till send it. */
  void hand(String till, long cents) throws Exception {
    post("/v1/services/till/sender/hand", "{\"till\":\"" + till + "\",\"cents\":" + cents + "}");
  }

  /** Asks until the answer is as wanted; one that is no success is asked for again, too. */
  JsonNode until(String path, Predicate<JsonNode> reached) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      HttpResponse<String> response = send("GET", path, "");
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() == 200 && reached.test(answer)) {
        return answer;
      }
      assertTrue(System.nanoTime() - deadline < 0, () -> path + " in vain: " + response.body());
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  JsonNode untilState(String till, String field, String json) throws Exception {
    return until(
        "/v1/services/till/" + till,
        answer -> answer.path("state").path(field).toString().equals(json));
  }

  @Override
  public void close() {
    client.close();
    node.close().toCompletableFuture().join();
  }
}
