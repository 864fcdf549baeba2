package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service folder on a running node: loaded again when it changes, refused when it must be. */
@Timeout(120)
class DeployablesTest {
  private static final String TALLY =
      """
      import dev.holdfast.sdk.*;
      @Service("tally") @Allow("anyone")
      public record Tally(@Query int value) implements Entity<Tally, Tally.Event> {
        public sealed interface Event {}
        public record Counted(int amount) implements Event {}
        public Tally() { this(0); }
        Effect<Integer> count(int amount) {
          return persist(new Counted(amount)).reply(Tally::value);
        }
        @Override public Tally apply(Event event) {
          return switch (event) { case Counted(int amount) -> new Tally(value + amount); };
        }
      }
      """;

  @TempDir Path folder;
  @TempDir Path data;

  @Test
  void aChangedFolderKeepsItsStateAndOneThatCannotReadItsJournalIsRefused() throws Exception {
    write(TALLY);
    RunningNode node = Node.start(NodeOptions.embedded(data, 0, List.of(folder)));
    try {
      assertEquals("3", count(node, 3));
      write(TALLY.replace("value + amount", "value + 10 * amount"));
      node.reload(folder);
      assertEquals("70", count(node, 4), "the new version folds the old journal");

      write(TALLY.replace("Counted", "Tallied"));
      NodeFailed refused = assertThrows(NodeFailed.class, () -> node.reload(folder));
      assertEquals(
          "tally: event type Counted is in 1 journals but not in this version. Renamed? Write"
              + " @Wire(name = \"Counted\") on its new type. Removed? Keep it.",
          refused.getMessage());
      assertEquals("80", count(node, 1), "what ran before keeps running");

      write(
          TALLY
              .replace("public record Counted", "@Wire(name = \"Counted\") public record Tallied")
              .replace("Counted(", "Tallied("));
      node.reload(folder);
      assertEquals("9", count(node, 1), "a declared rename reads it all");
    } finally {
      node.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void codeThatDoesNotCompileLeavesWhatRunsAsItIs() throws Exception {
    write(TALLY);
    RunningNode node = Node.start(NodeOptions.embedded(data, 0, List.of(folder)));
    try {
      assertEquals("3", count(node, 3));
      write(TALLY.replace("int value", "int valeu"));
      NodeFailed refused = assertThrows(NodeFailed.class, () -> node.reload(folder));
      assertTrue(String.valueOf(refused.getMessage()).contains("Tally.java"));
      assertEquals("4", count(node, 1));
    } finally {
      node.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private void write(String source) throws Exception {
    Files.writeString(folder.resolve("Tally.java"), source);
  }

  private static String count(RunningNode node, int amount) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.url() + "/v1/services/tally/t1/count"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Integer.toString(amount)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), response.body());
      return response.body();
    }
  }
}
