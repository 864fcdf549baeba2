package dev.holdfast.journal.packages;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.Journals;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class SqlitePackagesTest implements PackagePromises {
  @TempDir Path folder;

  @Override
  public Journal join() throws SQLException {
    return Journals.join(Journals.sqlite(folder));
  }

  @Override
  public void damage(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(Journals.sqlite(folder).url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
