package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast deployments}: what is deployed, and which versions run where. */
@Command(
    name = "deployments",
    description = {
      "Lists deployments, or shows one.",
      "Of one: its versions, how many instances run each, what the replay gate said,",
      "how far each node is, and what was done by whom.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast deployments", "  holdfast deployments cart"})
public final class DeploymentsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Show this one.")
  private String name = "";

  public DeploymentsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(this::show);
  }

  private int show(Client client) throws IOException {
    String path =
        name.isEmpty() ? Client.path("v1", "deployments") : Client.path("v1", "deployments", name);
    JsonNode page = Connection.agreed(client.get(path, Map.of())).json();
    if (connection.json()) {
      terminal.out().println(JsonText.line(page));
    } else if (name.isEmpty()) {
      Pages.all(page, terminal);
    } else {
      Pages.one(page, terminal);
    }
    return ExitCode.OK;
  }
}
