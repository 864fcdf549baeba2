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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A write whose outcome the database did not tell, on a real PostgreSQL. */
@Timeout(120)
class UnknownOutcomeTest {
  @TempDir Path data;

  @Test
  void anUnknownOutcomeIsSaidAndTheSameKeyLearnsItOnceTheInstanceHasRecovered() throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
        var node = new TestNode(data, url(postgres), new CounterRuntime("counter", "v1"))) {
      node.add("c1", "1", "k1");
      CompletableFuture<Outcome> unknown;
      try (Connection locking = postgres.getPostgresDatabase().getConnection();
          Statement statement = locking.createStatement()) {
        locking.setAutoCommit(false);
        statement.execute("LOCK TABLE journal IN EXCLUSIVE MODE");
        unknown = node.send(call("c1", "add", "10", "k2"));
        killWriterOnceItWaits(postgres);
        locking.rollback();
      }
      var refused = assertInstanceOf(Outcome.Refused.class, unknown.get(20, TimeUnit.SECONDS));
      assertEquals("outcome-unknown", refused.problem().code());
      assertEquals(503, refused.problem().status());

      Outcome.Replied again = node.add("c1", "10", "k2");
      assertEquals("11", again.reply().toString());
      assertEquals("11", node.add("c1", "0", "k3").reply().toString(), "it happened once");
      assertTrue(node.hosting.counters().recoveries() >= 2, "it recovered before it answered");
    }
  }

  private static String url(EmbeddedPostgres postgres) {
    return "holdfast.journal.url=\"" + postgres.getJdbcUrl("postgres", "postgres") + "\"";
  }

  private static void killWriterOnceItWaits(EmbeddedPostgres postgres) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (ResultSet killed =
            statement.executeQuery(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                    + " 'holdfast-writer' AND wait_event_type = 'Lock'")) {
          if (killed.next()) {
            return;
          }
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    throw new AssertionError("the writer never waited for the lock");
  }
}
