package dev.holdfast.cli;

import dev.holdfast.cli.node.NodeFailed;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.NodeStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast dev}: one service folder, reloaded whenever a file in it changes. */
@Command(
    name = "dev",
    description = {
      "Runs one service folder and reloads it when a file changes; the state stays.",
      "A version that does not compile is reported, and the one before keeps running.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  holdfast dev samples/weather", "  holdfast dev cart --port 9000"})
final class DevCommand implements Callable<Integer> {
  private final NodeStarter starter;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "DIR", description = "The service folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Where the journal lives. Default: DIR/.holdfast")
  private Optional<Path> data = Optional.empty();

  DevCommand(NodeStarter starter, Terminal terminal) {
    this.starter = starter;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandFailed.unless(Files.isDirectory(folder), "There is no service folder " + folder);
    Path journal = data.orElse(folder.resolve(".holdfast"));
    var options = NodeOptions.embedded(journal, port, List.of(folder));
    try (var changes = FolderChanges.watch(folder);
        Session session = Session.start(starter, options, terminal)) {
      terminal.err().println(Welcome.line(session.node()));
      terminal.err().println("holdfast: watching " + folder + "; Ctrl-C stops");
      reloadUntilStopped(session, changes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.OK;
  }

  private void reloadUntilStopped(Session session, FolderChanges changes) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      Optional<String> changed = changes.next();
      if (changed.isEmpty()) {
        return;
      }
      reload(session, changed.get());
    }
  }

  private void reload(Session session, String changed) {
    long start = System.nanoTime();
    try {
      session.node().reload(folder);
      long millis = (System.nanoTime() - start) / 1_000_000;
      terminal.err().println("holdfast: " + changed + " changed, reloaded in " + millis + " ms");
    } catch (NodeFailed e) {
      terminal
          .err()
          .println("holdfast: " + changed + " changed, but the old version keeps running");
      terminal.err().println(e.getMessage());
    }
  }
}
