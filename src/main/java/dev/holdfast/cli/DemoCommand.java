package dev.holdfast.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.demo.Companion;
import dev.holdfast.cli.demo.Demo;
import dev.holdfast.cli.demo.Source;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Settings that override the defaults, as of node; such as",
        "holdfast.runtimes.process.python, the program that runs Python.",
      })
  private Optional<Path> config = Optional.empty();

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
    Path samples = Home.folder().resolve("samples");
    Path weather = samples.resolve("weather");
    Set<Companion> companions = Companion.here(settings(), terminal);
    var folders = new ArrayList<>(List.of(weather));
    companions.forEach(companion -> folders.add(companion.in(samples)));
    Folders.check(folders);
    var options = NodeOptions.embedded(config, data, port, folders);
    var observations = source.observations(weather, openMeteo);
    try (Session session = Session.start(starter, options, terminal);
        var demo = new Demo(session.node().url(), observations, companions, terminal)) {
      terminal.err().println(Welcome.line(session.node()));
      demo.run(json);
      if (!once) {
        demo.invite(source.invitation(), source.station());
        stayUp(session, demo);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** What the node will find, too; it says what else is wrong with the file. */
  private Config settings() {
    try {
      Config file =
          config.map(Path::toFile).map(ConfigFactory::parseFile).orElseGet(ConfigFactory::empty);
      return ConfigFactory.load(file);
    } catch (ConfigException e) {
      throw new CommandFailed(ExitCode.USAGE, "--config: " + e.getMessage(), e);
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
