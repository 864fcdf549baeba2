package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast call}: one command or query to one instance. */
@Command(
    name = "call",
    description = "Calls a handler of one instance and prints its reply as JSON.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast call counter/c1 add 5",
      "  holdfast call counter/c1 value",
      "  holdfast call cart/c1 addItem '{\"sku\":\"tea\",\"quantity\":1}' --key order-7",
      "  holdfast call cart/c1 addItem - < line.json",
      "  holdfast call history/seattle-2012-07 days --at 12",
    })
final class CallCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/ID",
      converter = Address.class,
      description = "The instance; it exists from its first commit on.")
  private EntityId target = new EntityId("none", "none");

  @Parameters(
      index = "1",
      paramLabel = "HANDLER",
      description = "A command or a query of the service.")
  private String handler = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "JSON",
      defaultValue = "",
      description = "The argument; - reads it from stdin.")
  private String argument = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "",
      description = "Idempotency key: repeated with it, the call answers its first result.")
  private String key = "";

  @Option(
      names = "--if-sequence",
      paramLabel = "N",
      defaultValue = "-1",
      description = "For a command: refuse it unless the instance has exactly N commits.")
  private long ifSequence = -1;

  @Option(
      names = "--at",
      paramLabel = "SEQ|TIME",
      defaultValue = "",
      description = "For a query: its answer after commit SEQ, or at TIME.")
  private String at = "";

  @Option(
      names = "--strong",
      description = "For a query: prove that no other node has taken the instance over.")
  private boolean strong;

  CallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    byte[] body = JsonArgument.read(argument, terminal);
    Answer answer = connection.talk(client -> answer(client, body));
    if (at.isEmpty()) {
      Connection.committed(answer, key.isEmpty() ? "" : "--key " + key);
    } else {
      Connection.agreed(answer); // The past is only ever read.
    }
    if (connection.json()) {
      terminal.out().println(JsonText.line(report(answer)));
    } else if (!answer.json().isNull()) {
      terminal.out().println(JsonText.pretty(answer.json()));
    }
    return ExitCode.OK;
  }

  /** A query takes a POST as well, so nobody has to know which of the two a handler is. */
  private Answer answer(Client client, byte[] body) throws IOException {
    String path = Client.path("v1", "services", target.service(), target.id(), handler);
    return client.post(at.isEmpty() ? path : path + "?at=" + Client.encode(at), body, headers());
  }

  private Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    if (!key.isEmpty()) {
      headers.put("Idempotency-Key", key);
    }
    if (ifSequence >= 0) {
      headers.put("If-Match", "\"" + ifSequence + "\"");
    }
    if (strong) {
      headers.put("Holdfast-Consistency", "strong");
    }
    return headers;
  }

  private static ObjectNode report(Answer answer) {
    ObjectNode report = JsonText.object();
    report.set("reply", answer.json());
    answer
        .header("Holdfast-Sequence")
        .ifPresent(value -> report.put("sequence", Long.parseLong(value)));
    answer.header("Holdfast-Offset").ifPresent(value -> report.put("offset", value));
    answer
        .header("Idempotency-Replayed")
        .ifPresent(value -> report.put("replayed", Boolean.parseBoolean(value)));
    return report;
  }
}
