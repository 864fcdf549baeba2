package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cluster.Nodes.Running;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Postgres;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;

/** What the others make of a member that is gone. */
class LossTest {
  /** Seconds of the database's clock at which the last heartbeat was written. */
  private static final String HEARTBEAT =
      "SELECT extract(epoch FROM max(heartbeat))::bigint FROM cluster_member";

  private static final String WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted";

  @Test
  void aKilledMemberIsRemovedWithoutWaitingForTheResolver() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database)) {
      Running first = nodes.start();
      Running second = nodes.start();
      Running third = nodes.start();
      Nodes.await("three members", () -> Nodes.up(second) == 3 && Nodes.up(third) == 3);
      first.kill();
      long began = System.nanoTime();
      Nodes.await("two members", () -> second.node().members().size() == 2);
      Nodes.await("two members", () -> third.node().members().size() == 2);
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      assertTrue(took < 6000, "removed after " + took + " ms");
      Nodes.await(
          "its row to go",
          () -> FormationTest.count(database, "SELECT count(*) FROM cluster_member") == 2);
    }
  }

  /** All heartbeats wait for the table's lock and are written at once, the last ones of two. */
  @Test
  void membersWithoutWhomThereIsNoMajorityAreLeftToTheResolver() throws Exception {
    String resolver =
        "pekko.cluster { failure-detector.acceptable-heartbeat-pause = 3 s,"
            + " split-brain-resolver.stable-after = 5 s }";
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database);
        Connection connection = Postgres.connect(database)) {
      List<Running> three =
          List.of(nodes.start(resolver), nodes.start(resolver), nodes.start(resolver));
      for (Running node : three) {
        Nodes.await("three members", () -> Nodes.up(node) == 3);
      }
      connection.setAutoCommit(false);
      Postgres.execute(connection, "LOCK TABLE cluster_member IN EXCLUSIVE MODE");
      Nodes.await("every heartbeat to wait", () -> FormationTest.count(database, WAITING) == 3);
      List<Running> killed = three.subList(1, 3);
      killed.forEach(node -> node.node().system().terminate());
      Nodes.await("their end", () -> killed.stream().allMatch(LossTest::hasEnded));
      connection.rollback();
      Nodes.await("the end of the minority", () -> hasEnded(three.getFirst()));
    }
  }

  private static boolean hasEnded(Running node) {
    return Cluster.get(node.node().system()).isTerminated();
  }

  @Test
  void aKilledMemberComesBackAtItsAddress() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database)) {
      Running first = nodes.start();
      Running second = nodes.start();
      String name = second.node().name();
      second.kill();
      Running again = nodes.start("holdfast.cluster.port = " + Ports.port(name));
      assertEquals(name, again.node().name());
      Nodes.await("two members", () -> Nodes.up(first) == 2 && Nodes.up(again) == 2);
      assertEquals(first.node().formation(), again.node().formation());
      long seen = FormationTest.count(database, HEARTBEAT);
      Nodes.await(
          "four more heartbeats", () -> FormationTest.count(database, HEARTBEAT) >= seen + 4);
      assertEquals(2, Nodes.up(first), "the new process was taken for the dead one");
    }
  }

  @Test
  void aMemberThatLeavesTakesItsRowAlong() throws Exception {
    JournalSettings database = Postgres.fresh();
    try (var nodes = new Nodes(database)) {
      Running first = nodes.start();
      Running second = nodes.start();
      second.node().show(() -> new Shown("http://there", "{\"entities\":3}"));
      Nodes.await(
          "what it shows",
          () ->
              first.node().members().stream()
                  .anyMatch(
                      member ->
                          !member.self()
                              && member.row().isPresent()
                              && member.row().get().member().facts().contains("entities")));
      second.leave();
      assertEquals(1, FormationTest.count(database, "SELECT count(*) FROM cluster_member"));
      Nodes.await("one member", () -> first.node().members().size() == 1);
      assertTrue(second.superseded().isEmpty());
    }
  }
}
