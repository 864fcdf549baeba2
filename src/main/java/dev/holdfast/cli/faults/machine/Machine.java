package dev.holdfast.cli.faults.machine;

import static dev.holdfast.cli.local.NodeSetup.setting;

import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.NodeSetup;
import dev.holdfast.cli.local.Ports;
import dev.holdfast.cli.local.PostgresProcess;
import dev.holdfast.cli.local.SideBySide;
import dev.holdfast.cli.local.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster under test on this machine: a PostgreSQL, some nodes, a network between them.
 *
 * <p>Invariant: after {@link #close} nothing of it is left but the files in its folder.
 */
public final class Machine implements AutoCloseable {
  private static final int NODE_PORT = 8080;
  private static final int CLUSTER_PORT = 7355;
  private static final String HEAP = "-Xmx512m";

  private final Setup setup;
  private final Footprint footprint;
  private final Network network;
  private final DataDisk disk;
  private final List<NodeUnderTest> nodes = new ArrayList<>();
  private Optional<PostgresProcess> postgres = Optional.empty();

  /**
   * What to set up.
   *
   * @param project the clone
   * @param folder for logs, settings and the database
   * @param language of the services
   * @param diskMegabytes the size of the database's disk; 0 leaves it as large as it is
   * @param namespaces whether to try for a network that can be cut
   * @param settings further settings of each node
   */
  public record Setup(
      Path project,
      Path folder,
      int nodes,
      ServiceLanguage language,
      int diskMegabytes,
      boolean namespaces,
      List<String> settings) {
    public Setup {
      settings = List.copyOf(settings);
    }
  }

  private Machine(Setup setup, Footprint footprint) throws IOException {
    this.setup = setup;
    this.footprint = footprint;
    this.network =
        setup.namespaces()
            ? Namespaces.orLoopback(setup.nodes(), footprint)
            : new Loopback("as asked for");
    Path data = setup.folder().resolve("database");
    this.disk =
        setup.diskMegabytes() > 0
            ? DataDisk.limited(data, setup.diskMegabytes(), footprint)
            : DataDisk.plain(data, "the disk is not to be filled in this run");
  }

  /** Sets up the network and starts the database; the nodes come with {@link #startNodes}. */
  public static Machine start(Setup setup) {
    try {
      Files.createDirectories(setup.folder());
      var machine = new Machine(setup, Footprint.open());
      try {
        machine.startDatabase();
        return machine;
      } catch (RuntimeException e) {
        machine.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LocalFailed("cannot set up " + setup.folder(), e);
    }
  }

  private void startDatabase() {
    Map<String, String> settings = new HashMap<>();
    settings.put("listen_addresses", "127.0.0.1," + network.databaseHost());
    network.databaseCallers().ifPresent(callers -> settings.put("trust", callers));
    if (disk.whyNot().isEmpty()) {
      settings.put("max_wal_size", "64MB");
      settings.put("min_wal_size", "32MB");
    }
    PostgresProcess started =
        PostgresProcess.start(
            new PostgresProcess.Setup(
                setup.project(),
                disk.folder().resolve("postgresql"),
                setup.folder().resolve("postgresql.log"),
                settings));
    footprint.process(started.handle());
    postgres = Optional.of(started);
  }

  /** Starts the first node, waits for it, then the others: so the first is the oldest. */
  public void startNodes(Readiness readiness) {
    List<Integer> ports = Ports.free(2 * setup.nodes());
    try {
      for (int number = 1; number <= setup.nodes(); number++) {
        int port = network.canCut() ? NODE_PORT : ports.get(2 * number - 2);
        int cluster = network.canCut() ? CLUSTER_PORT : ports.get(2 * number - 1);
        nodes.add(startNode(number, port, cluster));
        if (number == 1) {
          readiness.await(nodes);
        }
      }
    } catch (IOException e) {
      throw new LocalFailed("cannot write a node's log", e);
    }
    readiness.await(nodes);
  }

  /** Waits until all these nodes serve, or throws. */
  public interface Readiness {
    void await(List<NodeUnderTest> nodes);
  }

  private NodeUnderTest startNode(int number, int port, int clusterPort) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                setting("holdfast.edge.host", network.host(number)),
                setting("holdfast.edge.port", port),
                setting("holdfast.edge.insecure", network.canCut()),
                setting("holdfast.cluster.host", network.host(number)),
                setting("holdfast.cluster.port", clusterPort),
                setting("holdfast.journal.url", postgres().url(network.databaseHost()))));
    settings.addAll(setup.settings());
    String name = "node-" + number;
    var node =
        new NodeSetup(
            name,
            setup.folder(),
            network.prefix(number),
            List.of(HEAP),
            settings,
            List.of(setup.language().services(setup.project())));
    return new NodeUnderTest(
        number,
        URI.create("http://" + network.host(number) + ":" + port),
        setup.folder().resolve(name + ".log"),
        lines -> SupervisedProcess.start(node.plan(lines, footprint::process)));
  }

  public List<NodeUnderTest> nodes() {
    return List.copyOf(nodes);
  }

  public NodeUnderTest node(int number) {
    return nodes.get(number - 1);
  }

  public ServiceLanguage language() {
    return setup.language();
  }

  /** The processes of a node that run functions, as they are at the moment. */
  public List<Long> functions(int number) {
    return node(number)
        .process()
        .handle()
        .map(node -> FunctionProcesses.below(node, setup.language().sign()))
        .orElseGet(List::of);
  }

  public Network network() {
    return network;
  }

  public DataDisk disk() {
    return disk;
  }

  public PostgresProcess postgres() {
    return postgres.orElseThrow();
  }

  /** Nodes at once, then the database; what is made besides goes with the footprint. */
  @Override
  public void close() {
    SideBySide.each(nodes, NodeUnderTest::close);
    disk.free();
    postgres.ifPresent(PostgresProcess::close);
    network.close();
    footprint.close();
  }
}
