package dev.holdfast.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.JournalAudit;
import dev.holdfast.durability.Crashes.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same on PostgreSQL: the node is killed, and PostgreSQL is killed under a node that lives on.
 *
 * <p>Long: {@code mvn test -Dtest=PostgresDurabilityTest -Dholdfast.rounds=20}.
 */
class PostgresDurabilityTest {
  private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 1);
  private static final long SEED = Long.getLong("holdfast.seed", 20260102);
  private static final Path LEDGER = Path.of("src", "test", "resources", "durability", "ledger");

  @TempDir private Path directory = Path.of("");

  @Test
  void nothingAcknowledgedIsLostOrDoubledByKillingTheNode() throws Exception {
    try (var server = PostgresServer.start(directory.resolve("postgresql"))) {
      assertKept(server, "node", NodeProcess::kill);
    }
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubledByKillingPostgres() throws Exception {
    try (var server = PostgresServer.start(directory.resolve("postgresql"))) {
      assertKept(server, "PostgreSQL", new KillPostgres(server));
    }
  }

  private void assertKept(PostgresServer server, String victim, Fault fault) throws Exception {
    var setup =
        new NodeProcess.Setup(
            directory,
            LEDGER,
            List.of("--database-url", server.url(), "--database-user", "postgres"),
            List.of());
    Crashes crashes = new Crashes(setup, fault, SEED).run(ROUNDS);
    System.out.println(
        "Durability, PostgreSQL: " + ROUNDS + " kills of " + victim + ", " + crashes.summary());
    assertEquals(List.of(), crashes.breaches(), crashes.summary());
    assertTrue(crashes.acknowledgedShare() >= 0.5, crashes.summary());
    assertEquals(List.of(), JournalAudit.of(server.url()).breaches());
  }

  /** The database goes and comes back; the node must find its way by itself. */
  private record KillPostgres(PostgresServer server) implements Fault {
    @Override
    public void strike(NodeProcess node) throws IOException, InterruptedException {
      server.killAndRestart();
    }

    @Override
    public boolean nodeGoesOn() {
      return true;
    }
  }
}
