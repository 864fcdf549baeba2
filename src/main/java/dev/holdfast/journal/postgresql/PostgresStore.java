package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.WireNames;
import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.journal.members.Members;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;

/** A journal in PostgreSQL; the address must lead to the primary, without a transaction pooler. */
public final class PostgresStore implements Store {
  /** How much longer we wait than the server works, so that it is the server who gives up. */
  private static final Duration ANSWER_ON_THE_WAY = Duration.ofSeconds(2);

  /** A heartbeat that takes longer is late anyway; the next is as good. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /**
   * Every read goes along an index, in its order, and stops early. Before a table has statistics
   * the planner would rather read and sort all that is left of a long history, page after page.
   */
  private static final String IN_INDEX_ORDER =
      " -c enable_seqscan=off -c enable_bitmapscan=off -c enable_sort=off";

  private final PGSimpleDataSource database;
  private final ReadPool readers;
  private final PostgresMembers members;
  private final FenceMode fence;
  private final int slices;

  private PostgresStore(JournalSettings settings, PGSimpleDataSource database, FenceMode fence) {
    this.database = database;
    this.readers =
        new ReadPool(
            database(settings, "reader", settings.statementTimeout(), IN_INDEX_ORDER), settings);
    this.members = new PostgresMembers(database(settings, "members", HEARTBEAT, ""));
    this.fence = fence;
    this.slices = settings.slices();
  }

  public static PostgresStore open(JournalSettings settings) throws SQLException {
    return open(settings, settings.unsafe().fence() ? FenceMode.SHARE : FenceMode.OFF);
  }

  static PostgresStore open(JournalSettings settings, FenceMode fence) throws SQLException {
    // A migration may rewrite a table, so it alone has no statement timeout.
    Schema.migrate(database(settings, "migration", Duration.ZERO, ""), "postgresql");
    PGSimpleDataSource database = database(settings, "writer", settings.statementTimeout(), "");
    try (Connection connection = database.getConnection()) {
      Schema.fixSlices(connection, settings.slices());
    }
    return new PostgresStore(settings, database, fence);
  }

  private static PGSimpleDataSource database(
      JournalSettings settings, String purpose, Duration statementTimeout, String planning) {
    var database = new PGSimpleDataSource();
    database.setUrl(settings.url());
    if (!settings.user().isEmpty()) {
      database.setUser(settings.user());
      database.setPassword(settings.password().value());
    }
    database.setApplicationName("holdfast-" + purpose);
    int connectSeconds = seconds(settings.connectionTimeout());
    database.setConnectTimeout(connectSeconds);
    database.setLoginTimeout(connectSeconds);
    database.setTcpKeepAlive(true);
    database.setPrepareThreshold(1);
    long millis = statementTimeout.toMillis();
    if (millis > 0) {
      database.setSocketTimeout(seconds(statementTimeout.plus(ANSWER_ON_THE_WAY)));
    }
    // A node that freezes inside a claim must not keep others from appending. Plans are generic:
    // planning each statement again costs a third.
    database.setOptions(
        "-c statement_timeout="
            + millis
            + " -c idle_in_transaction_session_timeout="
            + millis
            + " -c plan_cache_mode=force_generic_plan"
            + planning);
    return database;
  }

  private static int seconds(Duration time) {
    return (int) Math.max(1, time.toSeconds());
  }

  @Override
  public AppendLane appendLane() throws SQLException {
    return new PostgresAppendLane(connect(), fence);
  }

  @Override
  public SideLane sideLane() throws SQLException {
    return new PostgresSideLane(connect());
  }

  /**
   * A connection whose commits are on disk when they are answered, whatever the server's default.
   */
  private Connection connect() throws SQLException {
    Connection connection = database.getConnection();
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SHOW synchronous_commit")) {
      result.next();
      if (result.getString(1).equals("off")) {
        statement.execute("SET synchronous_commit = on");
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public RecoveryReads recoveryReads() {
    return new PostgresRecoveryReads(readers);
  }

  @Override
  public CommitReads reads() {
    return new PostgresCommitReads(readers);
  }

  @Override
  public OutgoingReads outgoingReads() {
    return new PostgresOutgoingReads(readers, slices);
  }

  @Override
  public Deliveries deliveries(Keeper keeper) {
    return new JdbcDeliveries(readers, database, slices, keeper);
  }

  @Override
  public MessagingRegistry messagingRegistry() {
    return new JdbcMessagingRegistry(database);
  }

  @Override
  public NodeReports nodeReports() {
    return new JdbcNodeReports(database);
  }

  @Override
  public StoredPackages packages() {
    return new JdbcPackages(database, new ReentrantLock());
  }

  @Override
  public WireNames wireNames() {
    return new JdbcWireNames(database, "convert_from(payload, 'UTF8')");
  }

  @Override
  public Optional<Members> members() {
    return Optional.of(members);
  }

  @Override
  public Ownership owned(int writer) throws SQLException {
    return readers.read(connection -> PostgresAppendLane.ownership(connection, writer));
  }

  @Override
  public void close() {
    members.close();
    readers.close();
  }
}
