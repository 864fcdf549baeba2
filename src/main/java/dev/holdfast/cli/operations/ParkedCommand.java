package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast parked}: messages that instances could not handle. */
@Command(
    name = "parked",
    description = {
      "Lists messages that instances could not handle; they wait for you.",
      "Look at one with show, give it another argument with edit, have it handled",
      "with retry, or give it up with skip. Each of the last three is a commit of",
      "the instance and names you.",
    },
    synopsisSubcommandLabel = "[COMMAND]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast parked",
      "  holdfast parked list account",
      "  holdfast parked show account/a 12",
      "  holdfast parked edit account/a 12 500 --retry",
      "  holdfast parked retry account/a 12",
      "  holdfast parked skip account/a 12",
    })
public final class ParkedCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  private ParkedCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** With the commands below it. */
  public static CommandLine with(Terminal terminal) {
    return new CommandLine(new ParkedCommand(terminal))
        .addSubcommand(new List(terminal))
        .addSubcommand(new ParkedMessageCommands.Show(terminal))
        .addSubcommand(new ParkedMessageCommands.Edit(terminal))
        .addSubcommand(new ParkedMessageCommands.Retry(terminal))
        .addSubcommand(new ParkedMessageCommands.Skip(terminal));
  }

  @Override
  public Integer call() {
    return list(connection, terminal, "", Long.MAX_VALUE);
  }

  /** {@code holdfast parked list}. */
  @Command(name = "list", description = "Lists what is parked, of a service or of one instance.")
  static final class List implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final Connection connection = new Connection();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "SERVICE[/ID]",
        defaultValue = "",
        description = "Only of this service or instance.")
    private String of = "";

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "1000",
        description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private long limit = 1000;

    List(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return list(connection, terminal, of, limit);
    }
  }

  private static int list(Connection connection, Terminal terminal, String of, long limit) {
    var table = new Table("instance", "number", "since", "handler", "way", "tries", "", "problem");
    Rows shown = row -> show(connection, terminal, table, row);
    boolean more = connection.talk(client -> rows(client, of, limit, shown));
    if (!connection.json()) {
      if (table.isEmpty()) {
        terminal.out().println("Nothing is parked.");
      } else {
        table.print(terminal.out());
      }
    }
    if (more) {
      terminal.err().println("holdfast: there are more; see parked list --limit");
    }
    return ExitCode.OK;
  }

  private static void show(Connection connection, Terminal terminal, Table table, JsonNode row) {
    if (connection.json()) {
      terminal.out().println(JsonText.line(row));
      return;
    }
    String blocks = row.path("blocking").asBoolean() ? "blocks" : "";
    table.row(
        Texts.instance(row),
        row.path("number").asText(),
        row.path("since").asText(),
        row.path("handler").asText(),
        Texts.way(row),
        row.path("tries").asText(),
        row.path("waiting").asBoolean() ? "waits" : blocks,
        Texts.problem(row));
  }

  /** Whoever takes rows. */
  @FunctionalInterface
  private interface Rows {
    void take(JsonNode row);
  }

  /** Hands rows out page by page; returns whether there are more than the limit. */
  private static boolean rows(Client client, String of, long limit, Rows rows) throws IOException {
    String filter = of.contains("/") ? "&entity=" : "&service=";
    String path =
        Client.path("v1", "parked")
            + "?limit="
            + PAGE
            + (of.isEmpty() ? "" : filter + Client.encode(of));
    String cursor = "";
    long left = limit;
    do {
      String page = cursor.isEmpty() ? path : path + "&cursor=" + Client.encode(cursor);
      JsonNode answer = Connection.agreed(client.get(page, Map.of())).json();
      for (JsonNode row : answer.path("parked")) {
        if (left-- <= 0) {
          return true;
        }
        rows.take(row);
      }
      cursor = answer.path("cursor").asText();
    } while (!cursor.isEmpty());
    return false;
  }
}
