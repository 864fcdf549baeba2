package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.WireNames;
import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.OutgoingReads;
import dev.holdfast.journal.packages.StoredPackages;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.JdbcDeliveries;
import dev.holdfast.journal.store.JdbcDeliveries.Keeper;
import dev.holdfast.journal.store.JdbcMessagingRegistry;
import dev.holdfast.journal.store.JdbcNodeReports;
import dev.holdfast.journal.store.JdbcPackages;
import dev.holdfast.journal.store.JdbcWireNames;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.RecoveryReads;
import dev.holdfast.journal.store.Schema;
import dev.holdfast.journal.store.SideLane;
import dev.holdfast.journal.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

  private static final int PAGE = 4096;

  private final SQLiteDataSource file;
  private final Runnable release;
  private final ReadPool readers;
  private final int slices;
  private final ReentrantLock writing = new ReentrantLock();

  private SqliteStore(SQLiteDataSource file, Runnable release, ReadPool readers, int slices) {
    this.file = file;
    this.release = release;
    this.readers = readers;
    this.slices = slices;
  }

  public static SqliteStore open(JournalSettings settings) throws SQLException {
    Path path = path(settings);
    FileClaim claim = FileClaim.of(path);
    try {
      return open(settings, path, claim::close);
    } catch (SQLException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /** Without the claim of the file, so that tests can show the fence to hold by itself. */
  static SqliteStore openShared(JournalSettings settings) throws SQLException {
    return open(settings, path(settings), () -> {});
  }

  private static SqliteStore open(JournalSettings settings, Path path, Runnable release)
      throws SQLException {
    SQLiteDataSource file = file(path, settings);
    Schema.migrate(file, "sqlite");
    try (Connection connection = file.getConnection()) {
      Schema.fixSlices(connection, settings.slices());
    }
    var store = new SqliteStore(file, release, new ReadPool(file, settings), settings.slices());
    makeRoom(file);
    return store;
  }

  /**
   * Makes the log as long as it gets, by a transaction that spills into it and is taken back. A
   * sync of a file that grows costs several times that of one that is written over.
   */
  private static void makeRoom(SQLiteDataSource file) throws SQLException {
    try (Connection connection = file.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size = 100");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("CREATE TABLE room (bytes BLOB)");
      statement.execute("INSERT INTO room VALUES (zeroblob(" + CHECKPOINT_PAGES * PAGE + "))");
      statement.execute("ROLLBACK");
    }
  }

  private static Path path(JournalSettings settings) throws SQLException {
    Path path = Path.of(settings.url().substring(PREFIX.length())).toAbsolutePath();
    try {
      Files.createDirectories(path.getParent());
      // Two names of one file are one file, whose lock must be the same.
      return Files.exists(path) ? path.toRealPath() : path;
    } catch (IOException e) {
      throw new SQLException("Cannot make the folder of " + path + ": " + e.getMessage(), e);
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
  public OutgoingReads outgoingReads() {
    return new SqliteOutgoingReads(readers, slices);
  }

  @Override
  public Deliveries deliveries(Keeper keeper) {
    return new JdbcDeliveries(readers, file, slices, keeper);
  }

  @Override
  public MessagingRegistry messagingRegistry() {
    return new JdbcMessagingRegistry(file);
  }

  @Override
  public NodeReports nodeReports() {
    return new JdbcNodeReports(file);
  }

  @Override
  public StoredPackages packages() {
    return new JdbcPackages(file, writing);
  }

  @Override
  public WireNames wireNames() {
    return new JdbcWireNames(file, "CAST(payload AS TEXT)");
  }

  @Override
  public Ownership owned(int writer) throws SQLException {
    return readers.read(connection -> SqliteAppendLane.ownership(connection, writer));
  }

  @Override
  public void close() {
    readers.close();
    release.run();
  }
}
