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
import picocli.CommandLine.Parameters;

/** {@code holdfast rollback}: back to what ran before. */
@Command(
    name = "rollback",
    description = {
      "Has all instances run an earlier version from their next command on.",
      "The one before, or the one that is named. A version that is tried is given up.",
      "Every node has the one before loaded, so this takes a second at most.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast rollback cart", "  holdfast rollback cart 3"})
public final class RollbackCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "NAME", description = "The deployment.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The number of the version. Default: the one before.")
  private Optional<Integer> version = Optional.empty();

  public RollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return connection.talk(this::rollBack);
  }

  private int rollBack(Client client) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    version.ifPresent(number -> body.put("version", number));
    return new Changed(connection, terminal).by(client, name, "rollback", body);
  }
}
