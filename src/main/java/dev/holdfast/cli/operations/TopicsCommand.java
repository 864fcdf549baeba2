package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.Followed;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast topics}: which there are, and what is in one. */
@Command(
    name = "topics",
    description = "Lists the topics, or the messages of one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast topics",
      "  holdfast topics orders --from 2026-01-31T10:00:00Z",
      "  holdfast topics orders --follow --json",
    })
public final class TopicsCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TOPIC",
      defaultValue = "",
      description = "Show the messages of this topic.")
  private String topic = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is published, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "1970-01-01T00:00:00Z",
      description = "Leave out what was published before, such as 2026-01-31T10:00:00Z.")
  private String from = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "End after N messages.")
  private long limit = Long.MAX_VALUE;

  public TopicsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(
        client -> {
          if (topic.isEmpty()) {
            list(client);
          } else if (follow) {
            follow(client);
          } else {
            pages(client);
          }
          return ExitCode.OK;
        });
  }

  private void list(Client client) throws IOException {
    JsonNode answer = Connection.agreed(client.get(Client.path("v1", "topics"), Map.of())).json();
    for (JsonNode name : answer.path("topics")) {
      terminal.out().println(connection.json() ? JsonText.line(name) : name.asText());
    }
  }

  private String path() {
    return Client.path("v1", "topics", topic) + "?from=" + Client.encode(from);
  }

  /** A page may be short without being the last; the one that ends where it began is. */
  private void pages(Client client) throws IOException {
    String cursor = "";
    long left = limit;
    while (left > 0) {
      String page = path() + "&limit=" + Math.min(PAGE, left);
      JsonNode answer =
          Connection.agreed(
                  client.get(
                      cursor.isEmpty() ? page : page + "&cursor=" + Client.encode(cursor),
                      Map.of()))
              .json();
      for (JsonNode message : answer.path("messages")) {
        print(message);
        left--;
      }
      String next = answer.path("cursor").asText();
      if (next.equals(cursor) || (answer.path("messages").isEmpty() && cursor.isEmpty())) {
        return;
      }
      cursor = next;
    }
  }

  private void follow(Client client) throws IOException {
    try (var followed = new Followed(client, path())) {
      for (long left = limit; left > 0; left--) {
        Optional<JsonNode> message = followed.next();
        if (message.isEmpty()) {
          return;
        }
        print(message.get());
        terminal.out().flush();
      }
    } catch (Followed.RefusedException e) {
      throw Connection.refused(e.refusal());
    }
  }

  private void print(JsonNode message) {
    if (connection.json()) {
      terminal.out().println(JsonText.line(message));
      return;
    }
    terminal
        .out()
        .println(
            "%s  %s  %s  by %s"
                .formatted(
                    message.path("time").asText(),
                    message.path("key").asText(),
                    JsonText.line(message.path("payload")),
                    message.path("publisher").asText()));
  }
}
