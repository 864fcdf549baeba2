package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast connectors}: how those of one node are doing. */
@Command(
    name = "connectors",
    description = "Shows the connectors of a node: their state, counts and last error.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast connectors",
      "  holdfast connectors orders --json",
    })
final class ConnectorsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Show this one only.")
  private String name = "";

  ConnectorsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(this::show);
  }

  private int show(Client client) throws IOException {
    String path =
        name.isEmpty() ? Client.path("v1", "connectors") : Client.path("v1", "connectors", name);
    JsonNode answer = Connection.agreed(client.get(path, Map.of())).json();
    Iterable<JsonNode> rows = name.isEmpty() ? answer.path("connectors") : List.of(answer);
    if (connection.json()) {
      rows.forEach(row -> terminal.out().println(JsonText.line(row)));
      return ExitCode.OK;
    }
    var table =
        new Table("connector", "type", "", "topic", "state", "in", "out", "poison", "last error");
    for (JsonNode row : rows) {
      JsonNode counts = row.path("counts");
      String error = row.path("error").asText();
      table.row(
          row.path("name").asText(),
          row.path("type").asText(),
          row.path("direction").asText(),
          row.path("topic").asText(),
          row.path("phase").asText(),
          counts.path("in").asText(),
          counts.path("out").asText(),
          Long.toString(counts.path("poison").asLong() + counts.path("refused").asLong()),
          error.isEmpty() ? row.path("failure").path("text").asText() : error);
    }
    table.print(terminal.out());
    return ExitCode.OK;
  }
}
