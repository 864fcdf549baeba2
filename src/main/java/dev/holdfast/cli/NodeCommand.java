package dev.holdfast.cli;

import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast node}: a server, configured by a file and the few options that override it. */
@Command(
    name = "node",
    description = "Runs a node until it is told to stop.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast node samples/weather",
      "  holdfast node --config conf/embedded.conf --data /var/lib/holdfast services/cart",
      "  holdfast node --config conf/postgresql.conf --port 8081",
    })
final class NodeCommand implements Callable<Integer> {
  private final NodeStarter starter;
  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings that override the defaults; see conf/. An unknown key is refused.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the embedded journal lives; ./data unless the file says otherwise.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 takes a free one.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = {"--database", "--database-url"},
      paramLabel = "JDBC",
      description = "A PostgreSQL journal, such as jdbc:postgresql://127.0.0.1/holdfast.")
  private Optional<String> databaseUrl = Optional.empty();

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      description = "The database user; its password comes from the file or the environment.")
  private Optional<String> databaseUser = Optional.empty();

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Service folders to deploy.")
  private List<Path> folders = List.of();

  NodeCommand(NodeStarter starter, Terminal terminal) {
    this.starter = starter;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Folders.check(folders);
    var options =
        new NodeOptions(
            config,
            data,
            port.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            databaseUrl,
            databaseUser,
            folders);
    try (Session session = Session.start(starter, options, terminal)) {
      terminal.err().println(Welcome.line(session.node()));
      session.untilStopped();
    }
    return ExitCode.OK;
  }
}
