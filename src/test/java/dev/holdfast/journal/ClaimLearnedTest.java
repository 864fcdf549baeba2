package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim that the database has made, but refuses to say where the slices stand. */
class ClaimLearnedTest {
  @Test
  void itIsSaidToBeUnknownAndLearnedBeforeAnythingElseIsClaimed(@TempDir Path folder)
      throws Exception {
    JournalSettings settings = Journals.sqlite(folder);
    try (Journal journal = Journal.open(settings);
        Connection other = DriverManager.getConnection(settings.url())) {
      Journals.get(journal.claim(8));
      Postgres.execute(other, "ALTER TABLE journal RENAME TO away");
      CompletionStage<Long> claim = journal.claim(7);
      assertThrows(OutcomeUnknownException.class, () -> Journals.get(claim));
      Postgres.execute(other, "ALTER TABLE away RENAME TO journal");
      // A read waits until the writer has settled.
      Journals.get(journal.recovery().highest("s/a", 1));
      long learned = journal.epoch(7).orElseThrow();
      long ninth = Journals.get(journal.claim(9));
      assertEquals(ninth, journal.epoch(9).orElseThrow());
      assertTrue(Journals.get(journal.claim(7)) > learned);
      assertEquals(1, journal.metrics().reconnects());
    }
  }
}
