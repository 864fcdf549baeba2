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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast deliveries}: services to which nothing is delivered, and who is set aside. */
@Command(
    name = "deliveries",
    description = {
      "Shows to which services nothing is delivered, and whose messages are set aside.",
      "pause lets messages, timers and schedules of a service wait, resume lets them",
      "go on. Calls by people and by other services are not held up.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast deliveries",
      "  holdfast deliveries pause tally --reason 'migrating, ask Ada'",
      "  holdfast deliveries resume tally",
    })
public final class DeliveriesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "One of pause, resume.")
  private Optional<Action> action = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      defaultValue = "",
      description = "Whose deliveries.")
  private String service = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "For a pause: what others are told.")
  private String reason = "";

  /** What can be done. */
  enum Action {
    PAUSE,
    RESUME
  }

  public DeliveriesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandFailed.unless(
        action.isPresent() != service.isEmpty(), "name the SERVICE to pause or resume");
    JsonNode answer = connection.talk(this::ask);
    if (connection.json()) {
      terminal.out().println(JsonText.line(answer));
    } else if (action.isPresent()) {
      String state = answer.path("paused").asBoolean() ? "paused" : "not paused";
      terminal.out().println("Deliveries to " + service + " are " + state + ".");
    } else {
      print(answer);
    }
    return ExitCode.OK;
  }

  private JsonNode ask(Client client) throws IOException {
    String path = Client.path("v1", "deliveries");
    if (action.isEmpty()) {
      return Connection.agreed(client.get(path, Map.of())).json();
    }
    byte[] body =
        reason.isEmpty()
            ? new byte[0]
            : JsonText.line(JsonText.object().put("reason", reason))
                .getBytes(StandardCharsets.UTF_8);
    String what = action.get() == Action.PAUSE ? "pause" : "resume";
    byte[] sent = action.get() == Action.PAUSE ? body : new byte[0];
    return Connection.agreed(client.post(path + Client.path(service, what), sent, Map.of())).json();
  }

  private void print(JsonNode answer) {
    var table = new Table("paused", "since", "reason");
    for (JsonNode row : answer.path("paused")) {
      table.row(
          row.path("service").asText(), row.path("since").asText(), row.path("reason").asText());
    }
    if (table.isEmpty()) {
      terminal.out().println("Nothing is paused.");
    } else {
      table.print(terminal.out());
    }
    Asides.print(answer.path("asides"), terminal.out());
    if (answer.path("moreAsides").asBoolean()) {
      terminal.err().println("holdfast: more are set aside");
    }
  }
}
