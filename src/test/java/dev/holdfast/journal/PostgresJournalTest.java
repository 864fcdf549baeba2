package dev.holdfast.journal;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class PostgresJournalTest implements JournalPromises {
  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Postgres.fresh();
  }

  @Override
  public JournalSettings settings() {
    return settings;
  }
}
