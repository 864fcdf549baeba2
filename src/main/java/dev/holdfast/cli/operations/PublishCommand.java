package dev.holdfast.cli.operations;

import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.JsonArgument;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast publish}: one message into a topic. */
@Command(
    name = "publish",
    description = "Publishes one message; it is on disk when the command ends with 0.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast publish orders --key o-1 '{\"total\":7.5}'",
      "  holdfast publish orders --key o-1 --id web-4711 - < order.json",
    })
public final class PublishCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
  private String topic = "";

  @Parameters(index = "1", paramLabel = "JSON", description = "The payload; - reads stdin.")
  private String payload = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "-",
      description = {
        "Messages with the same key keep their order; the instance that gets it, where a",
        "subscription does not say otherwise. Default: ${DEFAULT-VALUE}.",
      })
  private String key = "-";

  @Option(
      names = "--id",
      paramLabel = "ID",
      defaultValue = "",
      description = "Repeated with the same key and ID, it is published once.")
  private String id = "";

  public PublishCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    byte[] body = JsonArgument.read(payload, terminal);
    String path = Client.path("v1", "topics", topic) + "?key=" + Client.encode(key);
    Map<String, String> headers = id.isEmpty() ? Map.of() : Map.of("Idempotency-Key", id);
    Answer answer = connection.talk(client -> client.post(path, body, headers));
    Connection.committed(answer, id.isEmpty() ? "" : "--id " + id);
    if (connection.json()) {
      terminal.out().println(JsonText.line(answer.json()));
    }
    return ExitCode.OK;
  }
}
