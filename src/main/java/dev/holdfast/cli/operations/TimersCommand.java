package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast timers}: which are set. */
@Command(
    name = "timers",
    description = "Lists the timers that are due next, of all instances or of one.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast timers", "  holdfast timers account/a"})
public final class TimersCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVICE/ID",
      defaultValue = "",
      description = "Only those of this instance.")
  private String instance = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  public TimersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String path =
        Client.path("v1", "timers")
            + "?limit="
            + limit
            + (instance.isEmpty() ? "" : "&entity=" + Client.encode(instance));
    JsonNode answer =
        Connection.agreed(connection.talk(client -> client.get(path, Map.of()))).json();
    if (connection.json()) {
      terminal.out().println(JsonText.line(answer));
      return ExitCode.OK;
    }
    var table = new Table("instance", "timer", "due", "");
    for (JsonNode row : answer.path("timers")) {
      table.row(
          Texts.instance(row),
          row.path("name").asText(),
          row.path("due").asText(),
          row.path("late").asBoolean() ? "late" : "");
    }
    if (table.isEmpty()) {
      terminal.out().println("No timer is set.");
    } else {
      table.print(terminal.out());
    }
    if (answer.path("count").asLong() > answer.path("timers").size()) {
      terminal.err().println("holdfast: " + answer.path("count").asLong() + " are set in all");
    }
    return ExitCode.OK;
  }
}
