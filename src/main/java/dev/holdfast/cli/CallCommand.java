package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      "  holdfast call cart/c1 addItem '{\"sku\":\"tea\",\"quantity\":1,\"cents\":700}' --key order-7",
      "  holdfast call cart/c1 addItem - < line.json",
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
      names = "--at-sequence",
      paramLabel = "N",
      defaultValue = "-1",
      description = "Refuse unless the instance has exactly N commits.")
  private long atSequence = -1;

  @Option(
      names = "--strong",
      description = "For a query: prove that no other node has taken the instance over.")
  private boolean strong;

  CallCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String body = argument();
    Answer answer = connection.talk(client -> answer(client, body));
    Connection.agreed(answer);
    if (connection.json()) {
      terminal.out().println(JsonText.line(report(answer)));
    } else if (!answer.json().isNull()) {
      terminal.out().println(JsonText.pretty(answer.json()));
    }
    return ExitCode.OK;
  }

  /** Only the node knows whether a handler is a query, so a command is tried first. */
  private Answer answer(Client client, String body) throws IOException {
    String path = Client.path("v1", "services", target.service(), target.id(), handler);
    Answer answer = client.post(path, body.getBytes(StandardCharsets.UTF_8), commandHeaders());
    boolean query = answer.status() == 405;
    return query ? client.get(path + parameters(body), queryHeaders()) : answer;
  }

  private Map<String, String> commandHeaders() {
    var headers = new LinkedHashMap<String, String>();
    if (!key.isEmpty()) {
      headers.put("Idempotency-Key", key);
    }
    if (atSequence >= 0) {
      headers.put("If-Match", "\"" + atSequence + "\"");
    }
    return headers;
  }

  private Map<String, String> queryHeaders() {
    return strong ? Map.of("Holdfast-Consistency", "strong") : Map.of();
  }

  /** A query's argument travels in the address: the fields of an object by their names. */
  private static String parameters(String body) {
    JsonNode argument = JsonText.read(body);
    if (!argument.isObject()) {
      return argument.isNull() ? "" : "?argument=" + Client.encode(plain(argument));
    }
    List<String> pairs = new ArrayList<>();
    argument
        .properties()
        .forEach(field -> pairs.add(field.getKey() + "=" + Client.encode(plain(field.getValue()))));
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private static String plain(JsonNode value) {
    return value.isValueNode() ? value.asText() : JsonText.line(value);
  }

  private String argument() {
    String text = argument.equals("-") ? stdin() : argument;
    try {
      return JsonText.line(JsonText.read(text));
    } catch (UncheckedIOException e) {
      throw new CommandFailed(
          ExitCode.USAGE, "The argument is not JSON (quote text twice: '\"text\"'): " + text, e);
    }
  }

  private String stdin() {
    try {
      return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode report(Answer answer) {
    ObjectNode report = JsonText.object();
    report.set("reply", answer.json());
    number(answer, "Holdfast-Sequence").ifPresent(value -> report.put("sequence", value));
    number(answer, "Holdfast-Offset").ifPresent(value -> report.put("offset", value));
    answer
        .header("Idempotency-Replayed")
        .ifPresent(value -> report.put("replayed", Boolean.parseBoolean(value)));
    return report;
  }

  private static Optional<String> number(Answer answer, String header) {
    return answer.header(header);
  }
}
