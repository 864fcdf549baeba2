package dev.holdfast.services.hosting;

import static dev.holdfast.services.hosting.TestNode.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.services.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are stopped while the database holds their write up, as when a slice is taken. */
@Timeout(120)
class StoppedWhileWritingTest {
  /** Time for the write to land before whoever sent the command tries again. */
  private static final String PATIENT = "holdfast.services.retry-delay = 2 s\n";

  @TempDir Path data;

  /** A condition that the database is asked for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws SQLException;
  }

  @Test
  void aCommandOfAnotherNodeIsAskedAgainAndFoundWithAKeyOrWithout() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
        TestNode asking = node(postgres);
        TestNode writing = node(postgres)) {
      List<String> ids = instancesOn(writing, asking);
      List<CompletableFuture<Outcome>> sent = new ArrayList<>();
      CompletableFuture<Outcome> own;
      try (Connection locking = postgres.getPostgresDatabase().getConnection();
          Statement statement = locking.createStatement()) {
        locking.setAutoCommit(false);
        statement.execute("LOCK TABLE journal IN EXCLUSIVE MODE");
        sent.add(asking.send(call(ids.get(0), "add", "10", "", Duration.ofSeconds(30))));
        until(() -> writerWaits(postgres));
        sent.add(asking.send(call(ids.get(1), "add", "10", "k1", Duration.ofSeconds(30))));
        own = writing.send(call(ids.get(2), "add", "10", "k2", Duration.ofSeconds(30)));
        until(() -> writing.journal.metrics().queued() == 2);
        ids.forEach(writing::stopInstance);
        until(() -> asking.hosting.routing().sentAgain() >= 2 || sent.getFirst().isDone());
        locking.rollback();
      }
      for (CompletableFuture<Outcome> one : sent) {
        assertInstanceOf(Outcome.Replied.class, TestNode.get(one));
      }
      var refused = assertInstanceOf(Outcome.Refused.class, TestNode.get(own));
      assertEquals("outcome-unknown", refused.problem().code(), "it left no number");
      for (String id : ids) {
        assertEquals("11", asking.add(id, "0", "").reply().toString(), "it happened once");
      }
    }
  }

  private TestNode node(EmbeddedPostgres postgres) throws Exception {
    String url = postgres.getJdbcUrl("postgres", "postgres");
    return new TestNode(
        data,
        PATIENT + "holdfast.journal.url=\"" + url + "\"",
        new CounterRuntime("counter", "v1"));
  }

  /** Three that have counted to 1. */
  private static List<String> instancesOn(TestNode node, TestNode asking) {
    List<String> found = new ArrayList<>();
    for (int i = 0; found.size() < 3; i++) {
      if (asking.add("c" + i, "1", "").node().equals(node.name())) {
        found.add("c" + i);
      }
    }
    return found;
  }

  private static boolean writerWaits(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = 'holdfast-writer'"
                    + " AND wait_event_type = 'Lock'")) {
      return waiting.next();
    }
  }

  private static void until(Condition condition) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, "it never came to that");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
