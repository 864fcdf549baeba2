package dev.holdfast.cli.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.Connection;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast replay}: the replay gate by hand. */
@Command(
    name = "replay",
    description = {
      "Replays journals with a version and tells what would go wrong.",
      "The version that runs is asked the same. Nothing is written.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast replay cart 4",
      "  holdfast replay cart --version 4 --against https://cluster.example --sample 10000",
    })
public final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "NAME", description = "The deployment.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      defaultValue = "0",
      description = "The number of the version; or --version.")
  private int version;

  private int flagged;

  @Option(
      names = "--against",
      paramLabel = "URL",
      defaultValue = "",
      description = "A node of the cluster, or a NAME whose URL is in HOLDFAST_URL_NAME.")
  private String against = "";

  @Option(
      names = "--sample",
      paramLabel = "COUNT",
      defaultValue = "2147483647",
      description = "Instances of each service that are replayed. Default: all.")
  private int sample;

  @Option(
      names = "--decide",
      description = "Recorded commands are decided again, too, and compared with the journal.")
  private boolean decide;

  public ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Here {@code --version} is the version that is replayed, not that of the program. */
  public static void takeVersion(CommandLine program) {
    CommandLine command =
        Objects.requireNonNull(program.getSubcommands().get("replay"), "replay is a command");
    CommandSpec spec = command.getCommandSpec();
    spec.remove(spec.findOption("--version"));
    spec.addOption(
        OptionSpec.builder("--version")
            .paramLabel("NUMBER")
            .type(int.class)
            .description("The number of the version.")
            .setter(new Flag(command.getCommand()))
            .build());
  }

  private record Flag(ReplayCommand command) implements ISetter {
    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T set(@Nullable T value) {
      command.flagged = value instanceof Integer number ? number : 0;
      return null;
    }
  }

  @Override
  public Integer call() {
    CommandFailed.unless(
        (version == 0) != (flagged == 0), "Say which version is replayed: replay NAME VERSION");
    connection.at(against);
    return connection.talk(this::replay);
  }

  private int replay(Client client) throws IOException {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", version + flagged)
            .put("sample", sample);
    if (decide) {
      body.put("decide", true);
    }
    String path = Client.path("v1", "deployments", name, "replay");
    JsonNode report =
        Told.by(client, path, body, text -> terminal.err().println("holdfast: " + text));
    terminal
        .out()
        .println(connection.json() ? JsonText.line(report) : report.path("text").asText());
    return report.path("passed").asBoolean() ? ExitCode.OK : ExitCode.REFUSED;
  }
}
