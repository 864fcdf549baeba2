package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest implements JournalPromises {
  @TempDir Path folder;

  @Override
  public JournalSettings settings() {
    return Journals.sqlite(folder);
  }

  @Test
  void aSecondOwnerOfTheFileIsToldSo() throws SQLException {
    try (var journal = Journal.open(settings())) {
      var refused = assertThrows(SQLException.class, () -> Journal.open(settings()));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("belongs to another process"),
          refused.getMessage());
      Journals.get(journal.claimAll());
    }
    Journal.open(settings()).close();
  }
}
