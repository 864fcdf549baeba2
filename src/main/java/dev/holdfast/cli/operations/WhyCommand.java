package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Address;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast why}: what keeps an instance from going on. */
@Command(
    name = "why",
    description = "Says what keeps an instance from handling messages, and what would help.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast why account/a"})
public final class WhyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/ID",
      converter = Address.class,
      description = "The instance.")
  private EntityId instance = new EntityId("none", "none");

  public WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String path = Client.path("v1", "why", instance.service(), instance.id());
    JsonNode why = Connection.agreed(connection.talk(client -> client.get(path, Map.of()))).json();
    if (connection.json()) {
      terminal.out().println(JsonText.line(why));
    } else {
      print(why, terminal.out());
    }
    return ExitCode.OK;
  }

  private static void print(JsonNode why, PrintStream out) {
    for (JsonNode finding : why.path("findings")) {
      out.println(finding.path("says").asText());
      out.println("    " + finding.path("helps").asText());
    }
    out.println();
    JsonNode seen = why.path("instance");
    out.println(
        "%s: %s, %d parked, %d ways set aside, %d timers"
            .formatted(
                Texts.instance(why),
                seen.path("reachable").asBoolean()
                    ? "at commit " + seen.path("sequence").asLong()
                    : "out of reach",
                why.path("parked").size() + why.path("moreParked").asInt(),
                why.path("asides").size(),
                why.at("/timers/count").asInt()));
  }
}
