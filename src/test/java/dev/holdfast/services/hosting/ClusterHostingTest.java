package dev.holdfast.services.hosting;

import static dev.holdfast.services.hosting.TestNode.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.services.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes of one cluster on a real PostgreSQL, in this process. */
@Timeout(180)
class ClusterHostingTest {
  /** Lets an actor system end without leaving. */
  private static final String ABRUPT =
      """
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.cluster.run-coordinated-shutdown-when-down = off
      """;

  @TempDir Path data;
  private EmbeddedPostgres postgres;
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<CounterRuntime> runtimes = new ArrayList<>();

  ClusterHostingTest() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
  }

  @BeforeEach
  void start() throws Exception {
    nodes.add(node());
    nodes.add(node());
  }

  private TestNode node() throws Exception {
    String url = postgres.getJdbcUrl("postgres", "postgres");
    var runtime = new CounterRuntime("counter", "v1");
    runtimes.add(runtime);
    return new TestNode(
        data, ABRUPT + "holdfast.services.queue=12\nholdfast.journal.url=\"" + url + "\"", runtime);
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(TestNode::close);
    postgres.close();
  }

  @Test
  void everyNodeReachesEveryInstanceAndSaysWhereItLives() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Outcome.Replied first = nodes.get(0).add("c" + i, "1", "");
      Outcome.Replied second = nodes.get(1).add("c" + i, "2", "");
      assertEquals("3", second.reply().toString());
      assertEquals(first.node(), second.node(), "an instance lives in one place");
      seen.add(first.node());
    }
    assertEquals(Set.of(nodes.get(0).name(), nodes.get(1).name()), seen);
  }

  @Test
  void onlyWhatCrossesNodesWithoutAKeyIsRemembered() throws Exception {
    for (int i = 0; i < 20; i++) {
      nodes.get(0).add("c" + i, "1", "");
    }
    long here = 0;
    for (int i = 0; i < 20; i++) {
      here += nodes.get(0).add("c" + i, "1", "").node().equals(nodes.get(0).name()) ? 1 : 0;
    }
    assertEquals(2 * (20 - here), commitsWithACause());
  }

  private long commitsWithACause() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM journal WHERE convert_from(payload, 'UTF8') LIKE"
                    + " '%\"k\":[\"r\"%'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void aNodeThatJoinsTakesItsShareAndNobodyFails() throws Exception {
    for (int i = 0; i < 60; i++) {
      nodes.get(0).add("c" + i, "1", "");
    }
    nodes.add(node());
    String third = nodes.get(2).name();
    List<CompletableFuture<Outcome>> sent = new ArrayList<>();
    Set<String> moved = new HashSet<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    int round = 1;
    while (moved.size() < 10) {
      assertTrue(System.nanoTime() < deadline, "only " + moved + " have moved");
      round++;
      sent.clear();
      for (int i = 0; i < 60; i++) {
        sent.add(nodes.get(i % 3).send(call("c" + i, "add", "1", "")));
      }
      for (int i = 0; i < 60; i++) {
        var replied = assertInstanceOf(Outcome.Replied.class, TestNode.get(sent.get(i)));
        assertEquals(Integer.toString(round), replied.reply().toString());
        if (replied.node().equals(third)) {
          moved.add("c" + i);
        }
      }
    }
  }

  @Test
  void whatANodeHadInWorkWhenItDiedIsDoneOnceByAnother() throws Exception {
    for (int i = 0; i < 40; i++) {
      nodes.get(0).add("c" + i, "1", "");
    }
    List<CompletableFuture<Outcome>> sent = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      sent.add(nodes.get(0).send(call("c" + i % 40, "add", "1", "", Duration.ofSeconds(30))));
    }
    nodes.remove(1).kill();
    for (CompletableFuture<Outcome> one : sent) {
      assertInstanceOf(Outcome.Replied.class, TestNode.get(one));
    }
    for (int i = 0; i < 40; i++) {
      assertEquals("12", nodes.get(0).add("c" + i, "1", "").reply().toString());
    }
  }

  @Test
  void messagesLongerThanAFrameGoBothWays() throws Exception {
    String much = "\"" + "long".repeat(200_000) + "\"";
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Outcome outcome =
          TestNode.get(
              nodes.get(0).services().query(call("c" + i, "echo", much, "")).toCompletableFuture());
      var answered = assertInstanceOf(Outcome.Answered.class, outcome);
      assertEquals(much, answered.value().toString());
      seen.add(answered.node());
    }
    assertTrue(seen.contains(nodes.get(1).name()), "none was on the other node");
  }

  @Test
  void copiesOfASlowRequestAreNotRunAndFillNoQueue() throws Exception {
    String id = onTheSecondNode();
    List<CompletableFuture<Outcome>> sent = new ArrayList<>();
    sent.add(nodes.get(0).send(call(id, "block", "0", "", Duration.ofSeconds(20))));
    for (int i = 0; i < 3; i++) {
      sent.add(nodes.get(0).send(call(id, "add", "1", "", Duration.ofSeconds(20))));
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (nodes.get(0).hosting.routing().silences() < 12) {
      assertTrue(System.nanoTime() < deadline, "nothing was sent again");
      Thread.onSpinWait();
    }
    runtimes.get(1).close();
    for (CompletableFuture<Outcome> one : sent) {
      assertInstanceOf(Outcome.Replied.class, TestNode.get(one));
    }
    assertEquals("6", nodes.get(0).add(id, "1", "").reply().toString());
  }

  /** One that has counted to 1. */
  private String onTheSecondNode() {
    for (int i = 0; ; i++) {
      String id = "slow" + i;
      if (nodes.get(0).add(id, "1", "").node().equals(nodes.get(1).name())) {
        return id;
      }
    }
  }
}
