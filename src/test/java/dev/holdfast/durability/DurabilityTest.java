package dev.holdfast.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.JournalAudit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the JVM of a node under load, again and again, on the embedded journal.
 *
 * <p>Long: {@code mvn test -Dtest=DurabilityTest -Dholdfast.rounds=100}. A failure prints {@code
 * SEED=…}; {@code -Dholdfast.seed} repeats it as far as a real machine repeats anything.
 */
class DurabilityTest {
  private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 2);
  private static final long SEED = Long.getLong("holdfast.seed", 20260101);

  private static final Path LEDGER = Path.of("src", "test", "resources", "durability", "ledger");

  /** So often a broken promise may slip through before the suite must have seen it. */
  private static final int ROUNDS_TO_GO_RED = 12;

  @TempDir private Path directory = Path.of("");

  @Test
  void nothingAcknowledgedIsLostOrDoubledByKillingTheNode() throws Exception {
    Crashes crashes = new Crashes(setup(List.of()), NodeProcess::kill, SEED).run(ROUNDS);
    System.out.println("Durability, SQLite: " + ROUNDS + " kills, " + crashes.summary());
    assertEquals(List.of(), crashes.breaches(), crashes.summary());
    assertTrue(crashes.acknowledgedShare() >= 0.5, crashes.summary());
    JournalAudit audit =
        JournalAudit.of("jdbc:sqlite:" + setup(List.of()).data().resolve("journal.db"));
    assertEquals(List.of(), audit.breaches());
  }

  @Test
  void answeringBeforeTheCommitIsCaught() throws Exception {
    assertRed(
        "holdfast.services.unsafe.answer-before-commit = true\n"
            + "holdfast.journal.unsafe.write-delay = 20",
        "lost");
  }

  @Test
  void forgettingWhatWasHandledIsCaught() throws Exception {
    assertRed("holdfast.services.unsafe.dedup = false", "doubled");
  }

  private void assertRed(String sabotage, String kind) throws Exception {
    Crashes crashes =
        new Crashes(setup(List.of(sabotage)), NodeProcess::kill, SEED).run(ROUNDS_TO_GO_RED);
    System.out.println("Durability, " + sabotage + ": " + crashes.summary());
    assertTrue(
        crashes.breaches().stream().anyMatch(breach -> breach.startsWith(kind)),
        () -> "the suite did not see it: " + crashes.summary() + crashes.breaches());
  }

  private NodeProcess.Setup setup(List<String> settings) {
    return new NodeProcess.Setup(directory, LEDGER, List.of(), settings);
  }
}
