package dev.holdfast.journal.messages;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.Journals;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

class SqliteMessagesTest implements OutgoingPromises, DeliveryPromises, RegistryPromises {
  @TempDir Path folder;

  @Override
  public Journal join() throws SQLException {
    return Journals.join(Journals.with(Journals.sqlite(folder), "slices = 8"));
  }
}
