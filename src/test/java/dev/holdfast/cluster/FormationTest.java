package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cluster.Nodes.Running;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Postgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nodes that share a database are one cluster, whatever happens while they start. */
class FormationTest {
  private static final int MANY = 10;

  @Test
  void theSecondNodeJoinsTheFirst() throws Exception {
    try (var nodes = new Nodes(Postgres.fresh())) {
      Running first = nodes.start();
      Running second = nodes.start();
      Nodes.await("two members", () -> Nodes.up(first) == 2 && Nodes.up(second) == 2);
      assertEquals(1, first.node().formation().orElseThrow());
      assertEquals(1, second.node().formation().orElseThrow());
    }
  }

  @Test
  void tenNodesStartedAtOnceOnAnEmptyDatabaseAreOneCluster() throws Exception {
    for (int round = 0; round < Integer.getInteger("holdfast.rounds", 1); round++) {
      try (var nodes = new Nodes(Postgres.fresh())) {
        List<Running> all = startAtOnce(nodes, MANY);
        for (Running node : all) {
          Nodes.await("all members", () -> Nodes.up(node) == MANY);
          assertEquals(1, node.node().formation().orElseThrow());
        }
      }
    }
  }

  private static List<Running> startAtOnce(Nodes nodes, int count) throws Exception {
    var go = new CountDownLatch(1);
    var starting = new ArrayList<CompletableFuture<Running>>();
    for (int i = 0; i < count; i++) {
      starting.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  go.await();
                  return nodes.start();
                } catch (SQLException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              },
              work -> Thread.ofPlatform().start(work)));
    }
    go.countDown();
    var running = new ArrayList<Running>();
    for (CompletableFuture<Running> node : starting) {
      running.add(node.get(90, TimeUnit.SECONDS));
    }
    return running;
  }

  @Test
  void rowsOfKilledNodesHoldUpNobody() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database)) {
      Running first = nodes.start();
      Running second = nodes.start();
      first.kill();
      second.kill();
      long began = System.nanoTime();
      List<Running> again = startAtOnce(nodes, 2);
      long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      assertTrue(took < 10, "waited for the rows to become stale: " + took + " s");
      for (Running node : again) {
        Nodes.await("two members", () -> Nodes.up(node) == 2);
        assertEquals(2, node.node().formation().orElseThrow());
      }
      assertEquals(2, count(database, "SELECT count(*) FROM cluster_member"));
    }
  }

  @Test
  void aNodeThatReachesTheDatabaseButNobodyElseFormsNoClusterAndSaysWhy() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database);
        var deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      nodes.start().leave();
      String address = "127.0.0.1:" + deaf.getLocalPort();
      try (var beating = new Beating(database, List.of(address, "127.0.0.1:9"))) {
        CannotJoin refusal =
            assertThrows(
                CannotJoin.class, () -> nodes.start("holdfast.cluster.join-patience = 6 s"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(address), message);
        assertTrue(message.contains("holdfast.cluster.host"), message);
        assertTrue(beating.isBeating());
      }
      assertEquals(1, count(database, "SELECT formation FROM cluster_formation"));
      assertEquals(2, count(database, "SELECT count(*) FROM cluster_member"));
    }
  }

  @Test
  void aMemberEndsWhenTheDatabaseServesAnotherCluster() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database);
        Connection connection = Postgres.connect(database)) {
      Running node = nodes.start();
      Postgres.execute(connection, "UPDATE cluster_formation SET formation = formation + 1");
      String reason = node.superseded().poll(5, TimeUnit.SECONDS);
      assertTrue(String.valueOf(reason).contains("Another cluster was formed"), reason);
    }
  }

  @Test
  void ofTwoClustersInOneFormationTheOneWithTheLowestAddressStays() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database)) {
      Running node =
          nodes.start(
              "holdfast.cluster { heartbeat = 200 ms, silent-after = 1 s, stale-after = 2 s }");
      try (var other = new Beating(database, List.of("127.0.0.1:1"))) {
        String reason = node.superseded().poll(15, TimeUnit.SECONDS);
        assertTrue(String.valueOf(reason).contains("Two clusters"), reason);
        assertTrue(other.isBeating());
      }
    }
  }

  @Test
  void aMemberWhoseRowIsGoneWritesItAgain() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database);
        Connection connection = Postgres.connect(database)) {
      Running node = nodes.start();
      Postgres.execute(connection, "DELETE FROM cluster_member");
      Nodes.await("its row", () -> count(database, "SELECT count(*) FROM cluster_member") == 1);
      assertTrue(node.superseded().isEmpty());
    }
  }

  @Test
  void aProgramOfAnotherFormatIsRefused() throws Exception {
    try (var nodes = new Nodes(Postgres.fresh())) {
      Running first = nodes.start();
      CannotJoin refusal =
          assertThrows(CannotJoin.class, () -> nodes.start("holdfast.cluster.wire-format = 999"));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains(first.node().name()), message);
      assertTrue(message.contains("stop the whole cluster"), message);
    }
  }

  @Test
  void theMembersThemselvesRefuseSettingsThatDoNotFit() throws Exception {
    try (var nodes = new Nodes(Postgres.fresh())) {
      nodes.start();
      CannotJoin refusal =
          assertThrows(CannotJoin.class, () -> nodes.start("holdfast.journal.slices = 17"));
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains("holdfast.journal.slices"), message);
    }
  }

  static long count(JournalSettings database, String sql) {
    try (Connection connection = Postgres.connect(database);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
