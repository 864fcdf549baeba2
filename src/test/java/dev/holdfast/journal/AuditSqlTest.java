package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit statements of {@code docs/journal.md}, run as they stand there. */
class AuditSqlTest {
  @TempDir Path folder;

  @Test
  void theAuditFindsNothingInAHealthySqliteJournalAndSomethingInABrokenOne() throws Exception {
    audit(Journals.sqlite(folder));
  }

  @Test
  void theAuditFindsNothingInAHealthyPostgresJournalAndSomethingInABrokenOne() throws Exception {
    audit(Postgres.fresh());
  }

  private static void audit(JournalSettings settings) throws SQLException, IOException {
    try (Journal journal = Journal.open(settings)) {
      Journals.get(journal.claimAll());
      for (long n = 1; n <= 20; n++) {
        FencePromises.append(journal, "s/a", n);
        FencePromises.append(journal, "s/" + n, 1);
      }
      int slice = journal.slices().of("s/a");
      Journals.get(journal.delete("s/a", journal.epoch(slice).orElseThrow(), 7));
      Journals.get(journal.claim(slice));
      FencePromises.append(journal, "s/a", 21);
    }
    assertEquals(List.of(0, 0, 0, 0, 0), found(settings));
    try (Connection connection = Postgres.connect(settings)) {
      Postgres.execute(
          connection, "UPDATE journal SET epoch = 99 WHERE entity = 's/a' AND sequence = 10");
      Postgres.execute(connection, "DELETE FROM journal WHERE entity = 's/a' AND sequence = 15");
    }
    assertEquals(List.of(1, 1, 1, 1, 1), found(settings));
  }

  /** How many rows each statement finds. */
  private static List<Integer> found(JournalSettings settings) throws SQLException, IOException {
    String audit = Files.readString(Path.of("docs/journal.md")).split("## Audit", -1)[1];
    String statements = audit.split("```sql", -1)[1].split("```", -1)[0];
    var counts = new ArrayList<Integer>();
    try (Connection connection = Postgres.connect(settings);
        var statement = connection.createStatement()) {
      for (String sql :
          Arrays.stream(statements.split(";", -1)).filter(sql -> !sql.isBlank()).toList()) {
        int rows = 0;
        try (var result = statement.executeQuery(sql)) {
          while (result.next()) {
            rows++;
          }
        }
        counts.add(rows);
      }
    }
    return counts;
  }
}
