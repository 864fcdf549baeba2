package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.JournalSetup;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Nodes of one cluster in this process, without anything above the actor system. */
final class Nodes implements AutoCloseable {
  /** Lets the actor system end without leaving. */
  private static final String ABRUPT =
      """
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.cluster.run-coordinated-shutdown-when-down = off
      """;

  private static final Duration SOON = Duration.ofSeconds(20);

  private final JournalSettings database;
  private final List<Running> open = new ArrayList<>();

  Nodes(JournalSettings database) {
    this.database = database;
  }

  /** One of them. */
  record Running(ClusterNode node, Journal journal, BlockingQueue<String> superseded) {
    /** Ends as if the process were killed: nobody is told, the port closes, the row stays. */
    void kill() throws Exception {
      node.system().terminate();
      node.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
      journal.close();
    }

    void leave() throws Exception {
      node.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
      journal.close();
    }
  }

  Running start(String... overrides) throws SQLException {
    Config config =
        ConfigFactory.parseString(ABRUPT + String.join("\n", overrides))
            .withFallback(ConfigFactory.parseResources("settings/pekko.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    Journal journal = Journal.open(database);
    try {
      var superseded = new LinkedBlockingQueue<String>();
      ClusterNode node =
          ClusterNode.start(
              new ClusterNode.Parts(
                  config,
                  ClusterSettings.of(config),
                  journal.members(),
                  journal::writer,
                  List.of(new JournalSetup(journal), SliceClaims.of(journal)),
                  superseded::add));
      var running = new Running(node, journal, superseded);
      synchronized (open) {
        open.add(running);
      }
      return running;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "in vain: " + what);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** How many members a node sees that are up. */
  static long up(Running node) {
    return node.node().members().stream()
        .filter(member -> member.state() == ClusterMember.State.UP)
        .count();
  }

  @Override
  public void close() {
    for (Running node : open) {
      try {
        node.kill();
      } catch (Exception e) {
        throw new AssertionError("not closed: " + node.node().name(), e);
      }
    }
  }
}
