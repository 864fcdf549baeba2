package dev.holdfast.cli.drills.site;

import static dev.holdfast.cli.local.NodeSetup.setting;

import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.NodeSetup;
import dev.holdfast.cli.local.Ports;
import dev.holdfast.cli.local.PostgresProcess;
import dev.holdfast.cli.local.SideBySide;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A PostgreSQL and the nodes of one cluster on the loopback address.
 *
 * <p>Invariant: after {@link #close} nothing of it is left but the files in its folder.
 */
public final class Site implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final String HEAP = "-Xmx512m";

  private final Setup setup;
  private final Patience patience;
  private final PostgresProcess postgres;
  private final List<SiteNode> nodes = new ArrayList<>();

  /**
   * Where it is.
   *
   * @param project the clone
   * @param folder for logs, settings and the database
   * @param services the folders that nodes start with
   */
  public record Setup(Path project, Path folder, List<Path> services) {
    public Setup {
      services = List.copyOf(services);
    }
  }

  private Site(Setup setup, Patience patience) throws IOException {
    this.setup = setup;
    this.patience = patience;
    Files.createDirectories(setup.folder());
    // Ten nodes of the default size want more connections than the usual hundred.
    this.postgres =
        PostgresProcess.start(
            new PostgresProcess.Setup(
                setup.project(),
                setup.folder().resolve("postgresql"),
                setup.folder().resolve("postgresql.log"),
                Map.of("max_connections", "300")));
  }

  /** Starts the database; nodes come with {@link #add}. */
  public static Site open(Setup setup, Patience patience) {
    try {
      return new Site(setup, patience);
    } catch (IOException e) {
      throw new LocalFailed("cannot set up " + setup.folder(), e);
    }
  }

  /** Starts so many nodes: the first one, and once it is ready, the others. */
  public void startNodes(int count) {
    for (int i = 0; i < count; i++) {
      add();
      if (i == 0) {
        awaitReady(nodes.getFirst());
      }
    }
    nodes.forEach(this::awaitReady);
  }

  /** Starts one more node, and returns at once. */
  public SiteNode add() {
    SiteNode node = node("node-" + (nodes.size() + 1), databaseUrl(), HEAP, setup.services());
    nodes.add(node);
    node.start();
    return node;
  }

  /** A node that is not started and not one of {@link #nodes}. */
  public SiteNode node(String name, String databaseUrl, String heap, List<Path> services) {
    List<Integer> ports = Ports.free(2);
    List<String> settings =
        List.of(
            setting("holdfast.edge.port", ports.getFirst()),
            setting("holdfast.cluster.host", "127.0.0.1"),
            setting("holdfast.cluster.port", ports.getLast()),
            setting("holdfast.journal.url", databaseUrl));
    return new SiteNode(
        new NodeSetup(name, setup.folder(), List.of(), List.of(heap), settings, services),
        ports.getFirst(),
        ports.getLast());
  }

  public void awaitReady(SiteNode node) {
    boolean ready =
        patience.until(() -> node.isReady() || !node.isRunning(), START) && node.isReady();
    if (!ready) {
      throw new LocalFailed(node.name() + " did not become ready; see " + node.log());
    }
  }

  public List<SiteNode> nodes() {
    return List.copyOf(nodes);
  }

  public List<InetSocketAddress> addresses() {
    return nodes.stream().map(SiteNode::address).toList();
  }

  /** The running node whose process is the oldest. */
  public SiteNode oldest() {
    return nodes.stream()
        .filter(SiteNode::isRunning)
        .min(Comparator.comparingLong(SiteNode::startedNanos))
        .orElseThrow(() -> new NoSuchElementException("no node runs"));
  }

  /** The running node whose process is the youngest. */
  public SiteNode youngest() {
    return nodes.stream()
        .filter(SiteNode::isRunning)
        .max(Comparator.comparingLong(SiteNode::startedNanos))
        .orElseThrow(() -> new NoSuchElementException("no node runs"));
  }

  public String databaseUrl() {
    return postgres.url();
  }

  public Path folder() {
    return setup.folder();
  }

  /** Nodes at once, then the database. */
  @Override
  public void close() {
    SideBySide.each(nodes, SiteNode::close);
    postgres.close();
  }
}
