package dev.holdfast.journal.messages;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.Postgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;

class PostgresMessagesTest implements OutgoingPromises, DeliveryPromises, RegistryPromises {
  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Journals.with(Postgres.fresh(), "slices = 8");
  }

  @Override
  public Journal join() throws SQLException {
    return Journals.join(settings);
  }
}
