package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.Followed;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.protocol.EntityId;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast events}: what happened to one instance, commit by commit. */
@Command(
    name = "events",
    description =
        "Prints the history of one instance: every commit, its events, what they changed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast events cart/c1",
      "  holdfast events hourly/seattle-normal --follow --from 8700",
      "  holdfast events cart/c1 --golden > test/cart.journal",
    })
final class EventsCommand implements Callable<Integer> {
  /** What a node gives at once; more is asked for page by page. */
  private static final int PAGE = 500;

  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/ID",
      converter = Address.class,
      description = "The instance.")
  private EntityId target = new EntityId("none", "none");

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      defaultValue = "1",
      description = "Begin with commit number SEQ. Default: ${DEFAULT-VALUE}.")
  private long from = 1;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "End after N commits.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--golden",
      description = "Print a golden journal: a line an event, which a test can replay for ever.")
  private boolean golden;

  EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandFailed.unless(from >= 1 && limit >= 1, "--from and --limit must be at least 1");
    connection.talk(
        client -> {
          if (follow) {
            follow(client);
          } else {
            page(client);
          }
          return ExitCode.OK;
        });
    return ExitCode.OK;
  }

  private void page(Client client) throws IOException {
    long next = from;
    long left = limit;
    while (left > 0 && next > 0) {
      String page = path() + "?from=" + next + "&limit=" + Math.min(PAGE, left);
      JsonNode answer = Connection.agreed(client.get(page, Map.of())).json();
      for (JsonNode commit : answer.path("events")) {
        print(commit);
        left--;
      }
      next = answer.path("next").asLong();
    }
  }

  private void follow(Client client) throws IOException {
    try (var followed = new Followed(client, path() + "?from=" + from)) {
      for (long left = limit; left > 0; left--) {
        var commit = followed.next();
        if (commit.isEmpty()) {
          return;
        }
        print(commit.get());
        terminal.out().flush();
      }
    } catch (Followed.RefusedException e) {
      throw Connection.refused(e.refusal());
    }
  }

  private String path() {
    return Client.path("v1", "services", target.service(), target.id(), "events");
  }

  private void print(JsonNode commit) {
    if (golden) {
      commit.path("events").forEach(event -> terminal.out().println(JsonText.line(event)));
    } else if (connection.json()) {
      terminal.out().println(JsonText.line(commit));
    } else {
      CommitText.print(commit, terminal.out());
    }
  }
}
