package dev.holdfast.cli;

import dev.holdfast.cli.demo.Demo;
import dev.holdfast.cli.demo.Source;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast demo}: a node, the weather app on it, and real observations streaming in. */
@Command(
    name = "demo",
    description = {
      "Runs the weather app on one node, feeds it real observations and prints what it answers.",
      "Started again on the same data it recovers, and feeds only what is missing.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast demo",
      "  holdfast demo --once --json",
      "  holdfast demo --source open-meteo --port 9000",
    })
final class DemoCommand implements Callable<Integer> {
  private final NodeStarter starter;
  private final Terminal terminal;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where the journal lives. Default: ./${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(names = "--once", description = "End after the table instead of staying up until Ctrl-C.")
  private boolean once;

  @Option(names = "--json", description = "Print the answers as JSON, one a line.")
  private boolean json;

  @Option(
      names = "--source",
      paramLabel = "recorded|open-meteo",
      defaultValue = "recorded",
      converter = Source.Converter.class,
      description = {
        "recorded: four years of daily and a year of hourly values of NOAA.",
        "open-meteo: the weather right now at seven cities (seattle-now, ...),",
        "from open-meteo.com.",
      })
  private Source source = Source.RECORDED;

  @Option(
      names = "--open-meteo-url",
      paramLabel = "URL",
      description = "Another service that speaks like api.open-meteo.com.")
  private Optional<URI> openMeteo = Optional.empty();

  DemoCommand(NodeStarter starter, Terminal terminal) {
    this.starter = starter;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path weather = Home.folder().resolve("samples").resolve("weather");
    Folders.check(List.of(weather));
    var options = NodeOptions.embedded(data, port, List.of(weather));
    try (Session session = Session.start(starter, options, terminal)) {
      terminal.err().println(Welcome.line(session.node()));
      var demo = new Demo(session.node().url(), source.observations(weather, openMeteo), terminal);
      demo.run(json);
      if (!once) {
        demo.invite(source.invitation());
        stayUp(session, demo);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private void stayUp(Session session, Demo demo) {
    Optional<Duration> every = source.every();
    if (every.isEmpty()) {
      session.untilStopped();
      return;
    }
    while (!session.stopsWithin(every.get())) {
      demo.feedAgain();
    }
  }
}
