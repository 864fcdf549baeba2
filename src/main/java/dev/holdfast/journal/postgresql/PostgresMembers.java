package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.store.Sql;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The members' table over one connection of its own, so that a heartbeat never waits for a batch.
 *
 * <p>Founding locks the one row of the formation; heartbeats do not, because what an earlier
 * formation's member writes is of that formation and so is not seen.
 */
final class PostgresMembers implements Members {
  private static final String FORMATION = "SELECT formation FROM cluster_formation";
  private static final String ROWS =
      "SELECT m.address, m.incarnation, m.writer_id, m.url, m.version, m.wire_format, m.facts,"
          + " (extract(epoch FROM m.heartbeat) * 1000000)::bigint,"
          + " (extract(epoch FROM clock_timestamp() - m.heartbeat) * 1000)::bigint"
          + " FROM cluster_member m WHERE m.formation = ? ORDER BY m.address";
  private static final String BEAT =
      "INSERT INTO cluster_member AS m (address, incarnation, formation, writer_id, heartbeat, url,"
          + " version, wire_format, facts)"
          + " SELECT ?, ?, f.formation, ?, clock_timestamp(), ?, ?, ?, ?"
          + " FROM cluster_formation f WHERE f.formation = ?"
          + " ON CONFLICT (address) DO UPDATE SET incarnation = excluded.incarnation,"
          + " formation = excluded.formation, writer_id = excluded.writer_id,"
          + " heartbeat = excluded.heartbeat, url = excluded.url, version = excluded.version,"
          + " wire_format = excluded.wire_format, facts = excluded.facts";
  private static final String IDLE =
      "NOT EXISTS (SELECT 1 FROM slice_owner o WHERE o.owner = w.writer_id)"
          + " AND NOT EXISTS (SELECT 1 FROM cluster_member m WHERE m.writer_id = w.writer_id)";

  private final PGSimpleDataSource database;
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<Connection> open = Optional.empty();

  PostgresMembers(PGSimpleDataSource database) {
    this.database = database;
  }

  /** What is done over the connection. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private <T> T run(Work<T> work) throws SQLException {
    turn.lock();
    try {
      Connection connection = open.isPresent() ? open.get() : connect();
      return work.with(connection);
    } catch (SQLException | RuntimeException e) {
      disconnect();
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = database.getConnection();
    open = Optional.of(connection);
    return connection;
  }

  private void disconnect() {
    open.ifPresent(Connections::close);
    open = Optional.empty();
  }

  @Override
  public View read() throws SQLException {
    return run(PostgresMembers::read);
  }

  /** Two statements: at worst the rows are of a formation that has ended since. */
  private static View read(Connection connection) throws SQLException {
    long formation =
        Sql.query(connection, FORMATION, Sql.Bind.NOTHING, result -> result.getLong(1)).getFirst();
    return new View(formation, rows(connection, formation));
  }

  private static List<MemberRow> rows(Connection connection, long formation) throws SQLException {
    return Sql.query(
        connection, ROWS, statement -> statement.setLong(1, formation), PostgresMembers::row);
  }

  private static MemberRow row(ResultSet result) throws SQLException {
    return new MemberRow(
        new Member(
            result.getString(1),
            result.getLong(2),
            result.getInt(3),
            result.getString(4),
            result.getString(5),
            result.getInt(6),
            result.getString(7)),
        Instant.EPOCH.plus(result.getLong(8), ChronoUnit.MICROS),
        Duration.ofMillis(result.getLong(9)));
  }

  @Override
  public OptionalLong found(View seen, Member founder) throws SQLException {
    return run(
        connection -> {
          connection.setAutoCommit(false);
          long formation = seen.formation() + 1;
          boolean founded = lockAsSeen(connection, seen);
          if (founded) {
            Sql.update(
                connection,
                "UPDATE cluster_formation SET formation = ?, formed_at = clock_timestamp()",
                statement -> statement.setLong(1, formation));
            Sql.update(connection, "DELETE FROM cluster_member", Sql.Bind.NOTHING);
            founded = write(connection, formation, founder);
          }
          connection.commit();
          connection.setAutoCommit(true);
          return founded ? OptionalLong.of(formation) : OptionalLong.empty();
        });
  }

  /** Locks the formation; false when the table is not what was looked at. */
  private static boolean lockAsSeen(Connection connection, View seen) throws SQLException {
    long now =
        Sql.query(
                connection,
                FORMATION + " FOR UPDATE",
                Sql.Bind.NOTHING,
                result -> result.getLong(1))
            .getFirst();
    return now == seen.formation()
        && heartbeats(rows(connection, now)).equals(heartbeats(seen.rows()));
  }

  private static Map<String, Instant> heartbeats(List<MemberRow> rows) {
    var heartbeats = new HashMap<String, Instant>();
    rows.forEach(row -> heartbeats.put(row.address(), row.heartbeat()));
    return heartbeats;
  }

  @Override
  public boolean beat(long formation, Member self) throws SQLException {
    return run(connection -> write(connection, formation, self));
  }

  private static boolean write(Connection connection, long formation, Member self)
      throws SQLException {
    return Sql.update(
            connection,
            BEAT,
            statement -> {
              statement.setString(1, self.address());
              statement.setLong(2, self.incarnation());
              statement.setInt(3, self.writer());
              statement.setString(4, self.url());
              statement.setString(5, self.version());
              statement.setInt(6, self.wireFormat());
              statement.setString(7, self.facts());
              statement.setLong(8, formation);
            })
        == 1;
  }

  @Override
  public void remove(Member gone) throws SQLException {
    run(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM cluster_member WHERE address = ? AND incarnation = ?",
                statement -> {
                  statement.setString(1, gone.address());
                  statement.setLong(2, gone.incarnation());
                }));
  }

  @Override
  public List<Integer> idleWriters() throws SQLException {
    return run(
        connection ->
            Sql.query(
                connection,
                "SELECT w.writer_id FROM writer_fence w WHERE " + IDLE,
                Sql.Bind.NOTHING,
                result -> result.getInt(1)));
  }

  @Override
  public int forgetWriters(List<Integer> idle) throws SQLException {
    return run(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM writer_fence w WHERE w.writer_id = ANY(?) AND " + IDLE,
                statement -> bindAll(connection, statement, idle)));
  }

  private static void bindAll(Connection connection, PreparedStatement statement, List<Integer> ids)
      throws SQLException {
    statement.setArray(1, connection.createArrayOf("int4", ids.toArray()));
  }

  @Override
  public String keepFirst(String name, String value) throws SQLException {
    return run(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO journal_fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
              statement -> {
                statement.setString(1, name);
                statement.setString(2, value);
              });
          return kept(connection, name).orElseThrow();
        });
  }

  @Override
  public Optional<String> kept(String name) throws SQLException {
    return run(connection -> kept(connection, name));
  }

  private static Optional<String> kept(Connection connection, String name) throws SQLException {
    return Sql.query(
            connection,
            "SELECT value FROM journal_fact WHERE name = ?",
            statement -> statement.setString(1, name),
            result -> result.getString(1))
        .stream()
        .findFirst();
  }

  /** Connecting a datagram socket sends nothing: it only asks the machine for its route. */
  @Override
  public InetAddress localAddress() throws SQLException {
    try (var socket = new DatagramSocket()) {
      socket.connect(
          new InetSocketAddress(database.getServerNames()[0], database.getPortNumbers()[0]));
      return socket.getLocalAddress();
    } catch (IOException | RuntimeException e) {
      throw new SQLException("The database's address leads nowhere: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      disconnect();
    } finally {
      turn.unlock();
    }
  }
}
