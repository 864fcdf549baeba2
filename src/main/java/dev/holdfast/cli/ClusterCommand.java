package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.local.LocalCluster;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.StopHook;
import dev.holdfast.cli.view.ClusterTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast cluster}: the nodes of a cluster, or a whole one on this machine. */
@Command(
    name = "cluster",
    description = {
      "Shows the nodes of a cluster.",
      "With --local N it runs one on this machine instead: a PostgreSQL and N nodes, until it is",
      "told to stop. A node that ends by itself is started again.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast cluster",
      "  holdfast cluster --url http://127.0.0.1:8081 --json",
      "  holdfast cluster --local 3 samples/weather",
      "  holdfast cluster --local 3 --port 9000 --data ./trial samples/weather",
    })
final class ClusterCommand implements Callable<Integer> {
  private static final int MOST = 16;

  private final Terminal terminal;

  @Mixin private final Connection connection = new Connection();

  @Option(
      names = "--local",
      paramLabel = "N",
      description = "Run a PostgreSQL and so many nodes on this machine, 1 to 16.")
  private Optional<Integer> local = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The first local node's port; the others take the next. Default: 8080.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "data/cluster",
      description = "Where the local database lives. Default: ./data/cluster")
  private Path data = Path.of("data", "cluster");

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Service folders to deploy.")
  private List<Path> folders = List.of();

  ClusterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (local.isPresent()) {
      return run(local.get());
    }
    JsonNode report =
        connection.talk(client -> Connection.agreed(client.get("/v1/cluster", Map.of())).json());
    if (connection.json()) {
      terminal.out().println(JsonText.line(report));
    } else {
      new ClusterTables(report, terminal.out()).print();
    }
    return ExitCode.OK;
  }

  private int run(int nodes) {
    CommandFailed.unless(nodes >= 1 && nodes <= MOST, "--local must be 1 to " + MOST);
    Folders.check(folders);
    var setup = new LocalCluster.Setup(Home.folder(), data, nodes, port, folders);
    var stopping = new CountDownLatch(1);
    try (var _ = StopHook.calling(stopping::countDown);
        var cluster = LocalCluster.start(setup, terminal.err()::println)) {
      terminal.err().println("holdfast: the journal is in " + cluster.databaseUrl());
      terminal.err().println("holdfast: nodes on ports " + port + " to " + (port + nodes - 1));
      await(stopping);
      terminal.err().println("\nholdfast: stopping");
    } catch (LocalFailed e) {
      throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
