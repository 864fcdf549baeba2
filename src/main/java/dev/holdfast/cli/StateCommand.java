package dev.holdfast.cli;

import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast state}: one instance as it is, or as it was. */
@Command(
    name = "state",
    description = "Prints the state of one instance, now or at any moment of its past.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast state counter/c1",
      "  holdfast state history/seattle-2012-07 --at 12",
      "  holdfast state counter/c1 --at 2026-01-31T10:00:00Z --json",
    })
final class StateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/ID",
      converter = Address.class,
      description = "The instance.")
  private EntityId target = new EntityId("none", "none");

  @Option(
      names = "--at",
      paramLabel = "SEQ|TIME",
      defaultValue = "",
      description = "After commit number SEQ, or at TIME such as 2026-01-31T10:00:00Z.")
  private String at = "";

  StateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String path =
        Client.path("v1", "services", target.service(), target.id())
            + (at.isEmpty() ? "" : "?at=" + Client.encode(at));
    Answer answer = Connection.agreed(connection.talk(client -> client.get(path, Map.of())));
    terminal
        .out()
        .println(connection.json() ? JsonText.line(answer.json()) : JsonText.pretty(answer.json()));
    return ExitCode.OK;
  }
}
