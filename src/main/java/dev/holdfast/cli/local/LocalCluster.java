package dev.holdfast.cli.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A PostgreSQL and some nodes on this machine.
 *
 * <p>Invariant: whatever it started has ended after {@link #close}, the nodes before the database.
 */
public final class LocalCluster implements AutoCloseable {
  /** Shares the machine: with the default each node would take half its memory. */
  private static final String HEAP = "-XX:MaxRAMPercentage=15";

  private final List<SupervisedProcess> nodes = new ArrayList<>();
  private final PostgresProcess postgres;

  /**
   * What to start.
   *
   * @param project the clone
   * @param data where the database and the logs go
   * @param firstPort the first node's HTTP port; the others take the ones after it
   */
  public record Setup(Path project, Path data, int nodes, int firstPort, List<Path> services) {
    public Setup {
      services = List.copyOf(services);
    }
  }

  private LocalCluster(PostgresProcess postgres) {
    this.postgres = postgres;
  }

  /** Starts all of it; every line a node says is passed on with the node's name before it. */
  public static LocalCluster start(Setup setup, Consumer<String> lines) {
    for (int i = 0; i < setup.nodes(); i++) {
      if (Ports.taken(setup.firstPort() + i)) {
        throw new LocalFailed("port " + (setup.firstPort() + i) + " is taken; choose with --port");
      }
    }
    Path data = setup.data().toAbsolutePath();
    if (!data.toFile().isDirectory() && !data.toFile().mkdirs()) {
      throw new LocalFailed("cannot make the folder " + data);
    }
    var postgres =
        PostgresProcess.start(
            new PostgresProcess.Setup(
                setup.project(),
                data.resolve("postgresql"),
                data.resolve("postgresql.log"),
                Map.of()));
    var cluster = new LocalCluster(postgres);
    try {
      for (int i = 0; i < setup.nodes(); i++) {
        cluster.startNode(setup, i, lines);
      }
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startNode(Setup setup, int index, Consumer<String> lines) {
    String name = "node-" + (index + 1);
    var node =
        new NodeSetup(
            name,
            setup.data().toAbsolutePath(),
            List.of(),
            List.of(HEAP),
            List.of(
                NodeSetup.setting("holdfast.edge.port", setup.firstPort() + index),
                NodeSetup.setting("holdfast.journal.url", postgres.url())),
            setup.services());
    nodes.add(
        SupervisedProcess.start(node.plan(line -> lines.accept(name + " │ " + line), _ -> {})));
  }

  public String databaseUrl() {
    return postgres.url();
  }

  @Override
  public void close() {
    // Together, so that the last one does not wait for three drains.
    SideBySide.each(nodes, SupervisedProcess::close);
    postgres.close();
  }
}
