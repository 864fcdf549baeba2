package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast subscriptions}: who listens to which topic, and how far it is. */
@Command(
    name = "subscriptions",
    description = {
      "Lists who listens to which topic and how far it is, or shows one.",
      "pause lets its messages wait, resume lets them go on, rewind begins anew.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast subscriptions",
      "  holdfast subscriptions tally.see.transfers",
      "  holdfast subscriptions tally.see.transfers pause",
      "  holdfast subscriptions tally.see.transfers rewind --to beginning",
    })
public final class SubscriptionsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The subscription: SERVICE.HANDLER.TOPIC, or the name of a connector.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "One of pause, resume, rewind.")
  private Optional<Action> action = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "beginning|now|TIME",
      defaultValue = "",
      description = "Where rewind begins; a time is such as 2026-01-31T10:00:00Z.")
  private String to = "";

  /** What can be done. */
  enum Action {
    PAUSE,
    RESUME,
    REWIND
  }

  public SubscriptionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean rewind = action.isPresent() && action.get() == Action.REWIND;
    CommandFailed.unless(rewind != to.isEmpty(), "--to stands with rewind, and only there");
    JsonNode answer = connection.talk(this::ask);
    if (connection.json()) {
      if (name.isEmpty()) {
        answer.path("subscriptions").forEach(row -> terminal.out().println(JsonText.line(row)));
      } else {
        terminal.out().println(JsonText.line(answer));
      }
    } else {
      print(answer);
    }
    return ExitCode.OK;
  }

  private JsonNode ask(Client client) throws IOException {
    String path = Client.path("v1", "subscriptions");
    if (name.isEmpty()) {
      return Connection.agreed(client.get(path, Map.of())).json();
    }
    String one = path + Client.path(name);
    if (action.isEmpty()) {
      return Connection.agreed(client.get(one, Map.of())).json();
    }
    byte[] body =
        switch (action.get()) {
          case PAUSE, RESUME -> new byte[0];
          case REWIND ->
              JsonText.line(JsonText.object().put("to", to)).getBytes(StandardCharsets.UTF_8);
        };
    String below = Client.path(action.get().name().toLowerCase(java.util.Locale.ROOT));
    return Connection.agreed(client.post(one + below, body, Map.of())).json();
  }

  private void print(JsonNode answer) {
    var table = new Table("subscription", "topic", "begun", "", "behind", "lag", "set aside");
    Iterable<JsonNode> rows = name.isEmpty() ? answer.path("subscriptions") : List.of(answer);
    for (JsonNode row : rows) {
      String listening = row.path("listening").asBoolean() ? "" : "nobody listens";
      table.row(
          row.path("name").asText(),
          row.path("topic").asText(),
          row.path("generation").asText(),
          row.path("paused").asBoolean() ? "paused" : listening,
          row.path("behind").asText(),
          Texts.seconds(row.path("lagSeconds").asDouble()),
          row.path("setAside").asText());
    }
    table.print(terminal.out());
    Asides.print(answer.path("asides"), terminal.out());
  }
}
