package dev.holdfast.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class SqliteFenceTest implements FencePromises {
  @TempDir Path folder;

  @Override
  public Journal join() throws SQLException {
    return Journals.join(Journals.sqlite(folder));
  }
}
