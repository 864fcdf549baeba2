package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.store.Store;
import java.sql.SQLException;

/** Stores whose fence is known not to hold: what the tests of the fence must be able to see. */
public final class WeakFences {
  private WeakFences() {}

  public static Store off(JournalSettings settings) throws SQLException {
    return PostgresStore.open(settings, FenceMode.OFF);
  }

  public static Store keyShare(JournalSettings settings) throws SQLException {
    return PostgresStore.open(settings, FenceMode.KEY_SHARE);
  }

  public static Store plainRead(JournalSettings settings) throws SQLException {
    return PostgresStore.open(settings, FenceMode.PLAIN_READ);
  }
}
