package dev.holdfast.cli.conformance;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.wire.Transport;
import dev.holdfast.cli.conformance.wire.Transports;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast conformance}: whether a function keeps to the function protocol. */
@Command(
    name = "conformance",
    description = "Asks a function all that a node may ask, and says where it leaves the protocol.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  node sdks/node/bin/holdfast-node.js sdks/node/examples/conformance",
      "  holdfast conformance http://127.0.0.1:9080 --reference",
      "  holdfast conformance /tmp/function.sock --json",
      "",
      "It exits with 1 if a check failed. What is checked: docs/conformance.md.",
    })
public final class ConformanceCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "Where the function answers: http://HOST:PORT or the path of a Unix socket.")
  private String place = "";

  @Option(
      names = "--reference",
      description = "The reference services have to be there: a check of an SDK.")
  private boolean reference;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only checks whose line has this text.")
  private String only = "";

  @Option(names = "--json", description = "Print JSON for programs: one document a line.")
  private boolean json;

  public ConformanceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Transport transport = transport()) {
      demandAnswer(transport);
      var report = new Report(terminal.out(), json);
      new Suite(transport, PATIENCE, check -> check.name().contains(only), report::heard)
          .run(reference);
      CommandFailed.unless(report.size() > 0, "no check has the text " + only);
      return report.summary() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private Transport transport() {
    return Transports.to(place)
        .orElseThrow(
            () ->
                new CommandFailed(
                    ExitCode.USAGE,
                    place + " is neither http://HOST:PORT nor the path of a Unix socket"));
  }

  /** Whatever it says: without anybody there every check would fail. */
  private void demandAnswer(Transport transport) {
    try {
      Said _ = new Function(transport).ask("discover", JsonText.object());
    } catch (Unmet unmet) {
      throw new CommandFailed(
          ExitCode.UNREACHABLE, "no function answers at " + place + ": " + unmet.got(), unmet);
    }
  }
}
