package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast services}: what is deployed, and the instances of one service. */
@Command(
    name = "services",
    description = "Lists the deployed services and their handlers, or the instances of one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast services",
      "  holdfast services history --prefix seattle-2012",
      "  holdfast services --json",
    })
final class ServicesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SERVICE",
      defaultValue = "",
      description = "List the instances of this service.")
  private String service = "";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only instances whose id begins so.")
  private String prefix = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most so many instances. Default: ${DEFAULT-VALUE}.")
  private long limit = 1000;

  ServicesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(client -> service.isEmpty() ? deployed(client) : instances(client));
  }

  private int deployed(Client client) throws IOException {
    JsonNode answer = Connection.agreed(client.get(Client.path("v1", "services"), Map.of())).json();
    if (connection.json()) {
      answer.path("services").forEach(one -> terminal.out().println(JsonText.line(one)));
      return ExitCode.OK;
    }
    var table = new Table("service", "kind", "handler", "", "route");
    for (JsonNode one : answer.path("services")) {
      for (JsonNode handler : one.path("handlers")) {
        table.row(
            one.path("service").asText(),
            one.path("kind").asText(),
            handler.path("name").asText(),
            handler.path("kind").asText(),
            handler.path("route").asText());
      }
    }
    table.print(terminal.out());
    return ExitCode.OK;
  }

  private int instances(Client client) throws IOException {
    String cursor = "";
    long left = limit;
    while (left > 0) {
      String page =
          Client.path("v1", "services", service)
              + "?prefix="
              + Client.encode(prefix)
              + (cursor.isEmpty() ? "" : "&cursor=" + Client.encode(cursor));
      JsonNode answer = Connection.agreed(client.get(page, Map.of())).json();
      for (JsonNode id : answer.path("instances")) {
        if (left-- > 0) {
          terminal.out().println(connection.json() ? JsonText.line(id) : id.asText());
        }
      }
      cursor = answer.path("cursor").asText();
      if (cursor.isEmpty()) {
        return ExitCode.OK;
      }
    }
    terminal.err().println("holdfast: there are more; see --limit");
    return ExitCode.OK;
  }
}
