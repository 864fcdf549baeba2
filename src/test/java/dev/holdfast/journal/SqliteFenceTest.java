package dev.holdfast.journal;

import dev.holdfast.journal.sqlite.SharedFile;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class SqliteFenceTest implements FencePromises {
  @TempDir Path folder;

  @Override
  public Journal join() throws SQLException {
    JournalSettings settings = Journals.sqlite(folder);
    return Journal.open(settings, SharedFile.open(settings));
  }
}
