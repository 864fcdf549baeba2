package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast promote}: a version for all, or for more. */
@Command(
    name = "promote",
    description = {
      "Has all instances run a version from their next command on.",
      "With --canary only so many of them.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast promote cart 3", "  holdfast promote cart 3 --canary 25%%"})
public final class PromoteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "NAME", description = "The deployment.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The number of the version.")
  private int version;

  @Option(
      names = "--canary",
      paramLabel = "PERCENT",
      description = "Only so many instances run it.")
  private Optional<String> canary = Optional.empty();

  public PromoteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(this::promote);
  }

  private int promote(Client client) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", version);
    canary.ifPresent(share -> body.put("percent", Percent.of(share)));
    return new Changed(connection, terminal)
        .by(client, name, canary.isPresent() ? "share" : "promote", body);
  }
}
