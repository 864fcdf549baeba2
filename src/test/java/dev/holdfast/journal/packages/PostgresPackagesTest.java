package dev.holdfast.journal.packages;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class PostgresPackagesTest implements PackagePromises {
  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Postgres.fresh();
  }

  @Override
  public Journal join() throws SQLException {
    return Journals.join(settings);
  }

  @Override
  public void damage(String sql) throws SQLException {
    try (Connection connection = Postgres.connect(settings)) {
      Postgres.execute(connection, sql);
    }
  }
}
