package dev.holdfast.journal.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.RecoveryReads;
import dev.holdfast.journal.store.Schema;
import dev.holdfast.journal.store.SideLane;
import dev.holdfast.journal.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * A journal in one file: write-ahead log, synced at every commit.
 *
 * <p>Invariant: both lanes write through transactions that hold {@link #writing}, because SQLite
 * has one writer at a time; a lane waits for its turn here instead of failing as busy there.
 */
public final class SqliteStore implements Store {
  private static final String PREFIX = "jdbc:sqlite:";

  /** Pages of the log before it is copied back: 16 MB, so that copying is rare and still short. */
  private static final int CHECKPOINT_PAGES = 4000;

  private final SQLiteDataSource file;
  private final FileClaim claim;
  private final HikariDataSource readers;
  private final ReentrantLock writing = new ReentrantLock();

  private SqliteStore(SQLiteDataSource file, FileClaim claim, HikariDataSource readers) {
    this.file = file;
    this.claim = claim;
    this.readers = readers;
  }

  public static SqliteStore open(JournalSettings settings) throws SQLException {
    Path path = Path.of(settings.url().substring(PREFIX.length())).toAbsolutePath();
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new SQLException("Cannot make the folder of " + path + ": " + e.getMessage(), e);
    }
    FileClaim claim = FileClaim.of(path);
    try {
      SQLiteDataSource file = file(path, settings);
      Schema.migrate(file, "sqlite");
      try (Connection connection = file.getConnection()) {
        Schema.fixSlices(connection, settings.slices());
      }
      return new SqliteStore(file, claim, readers(file, settings));
    } catch (SQLException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  private static SQLiteDataSource file(Path path, JournalSettings settings) {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout((int) settings.statementTimeout().toMillis());
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    var file = new SQLiteDataSource(config);
    file.setUrl(PREFIX + path);
    return file;
  }

  private static HikariDataSource readers(SQLiteDataSource file, JournalSettings settings) {
    var pool = new HikariConfig();
    pool.setPoolName("holdfast-journal-readers");
    pool.setDataSource(file);
    pool.setMaximumPoolSize(settings.readerConnections());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
    pool.setAutoCommit(true);
    return new HikariDataSource(pool);
  }

  @Override
  public AppendLane appendLane() throws SQLException {
    return new SqliteAppendLane(file.getConnection(), writing);
  }

  @Override
  public SideLane sideLane() throws SQLException {
    return new SqliteSideLane(file.getConnection(), writing);
  }

  @Override
  public RecoveryReads recoveryReads() {
    return new SqliteRecoveryReads(readers);
  }

  @Override
  public CommitReads reads() {
    return new SqliteCommitReads(readers);
  }

  @Override
  public Ownership owned(int writer) throws SQLException {
    try (Connection connection = readers.getConnection()) {
      return SqliteAppendLane.ownership(connection, writer);
    }
  }

  @Override
  public void close() {
    readers.close();
    claim.close();
  }
}
