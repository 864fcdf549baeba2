package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.store.Store;
import java.sql.SQLException;

/** Opens a file that another store has open, as no node does. */
public final class SharedFile {
  private SharedFile() {}

  public static Store open(JournalSettings settings) throws SQLException {
    return SqliteStore.openShared(settings);
  }
}
