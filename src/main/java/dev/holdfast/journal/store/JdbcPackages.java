package dev.holdfast.journal.store;

import dev.holdfast.journal.packages.StoredPackage;
import dev.holdfast.journal.packages.StoredPackages;
import dev.holdfast.protocol.CommitCodec;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;

/**
 * The tables of packages. A package is written in parts, each a transaction of its own, so that
 * commits pass between them; its row says which archive is whole.
 *
 * <pre>
 *   put:    row, not complete ─► parts of the archive ─► row complete, unless another was first
 *   delete: row and parts in one transaction; a put that comes meanwhile begins anew
 * </pre>
 *
 * <p>The same files may be packed in several ways. Parts therefore belong to an archive, named by
 * the hash of its bytes, and two nodes that put the same package at once never mix theirs.
 */
public final class JdbcPackages implements StoredPackages {
  private static final int PART = 512 * 1024;

  /** Whoever loses a race against a delete so often has met a bug. */
  private static final int TRIES = 10;

  private static final String COLUMNS = "digest, bytes, since, author, signature";

  private final DataSource database;
  private final Lock turn;

  /**
   * A store on a database.
   *
   * @param turn held while something is written, where the database has one writer at a time
   */
  public JdbcPackages(DataSource database, Lock turn) {
    this.database = database;
    this.turn = turn;
  }

  private <T> T with(ReadPool.Work<T> work) {
    return ReadPool.once(database, "The packages cannot be reached", work);
  }

  private int write(Connection connection, String sql, Sql.Bind bind) throws SQLException {
    turn.lock();
    try {
      return Sql.update(connection, sql, bind);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean put(StoredPackage description, byte[] content) {
    String archive = hash(content);
    return with(
        connection -> {
          for (int i = 0; i < TRIES; i++) {
            if (touch(connection, description)) {
              dropOthers(connection, description.digest());
              return false;
            }
            begin(connection, description, archive);
            writeParts(connection, description.digest(), archive, content);
            if (complete(connection, description, archive)) {
              dropOthers(connection, description.digest());
              return true;
            }
          }
          throw new SQLException("package " + description.digest() + " is deleted as it is put");
        });
  }

  /** Whether it is there, and now put again. */
  private boolean touch(Connection connection, StoredPackage description) throws SQLException {
    return write(
            connection,
            "UPDATE package SET since = ?,"
                + " signature = CASE WHEN signature = '' THEN ? ELSE signature END"
                + " WHERE digest = ? AND complete",
            statement -> {
              statement.setLong(1, CommitCodec.nanos(description.since()));
              statement.setString(2, description.signature());
              statement.setString(3, description.digest());
            })
        > 0;
  }

  /** A row that a delete can wait for, and that says since when parts come. */
  private void begin(Connection connection, StoredPackage description, String archive)
      throws SQLException {
    write(
        connection,
        "INSERT INTO package ("
            + COLUMNS
            + ", archive, complete) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        statement -> {
          statement.setString(1, description.digest());
          statement.setLong(2, description.bytes());
          statement.setLong(3, CommitCodec.nanos(description.since()));
          statement.setString(4, description.by());
          statement.setString(5, description.signature());
          statement.setString(6, archive);
          statement.setBoolean(7, false);
        });
  }

  private void writeParts(Connection connection, String digest, String archive, byte[] content)
      throws SQLException {
    for (int from = 0; from < content.length; from += PART) {
      int at = from;
      write(
          connection,
          "INSERT INTO package_part (digest, archive, number, content) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO NOTHING",
          statement -> {
            statement.setString(1, digest);
            statement.setString(2, archive);
            statement.setInt(3, at / PART);
            statement.setBytes(
                4, Arrays.copyOfRange(content, at, Math.min(content.length, at + PART)));
          });
    }
  }

  /** The first whose parts are all there wins. */
  private boolean complete(Connection connection, StoredPackage description, String archive)
      throws SQLException {
    return write(
            connection,
            "UPDATE package SET bytes = ?, since = ?, author = ?, signature = ?, archive = ?,"
                + " complete = ? WHERE digest = ? AND NOT complete",
            statement -> {
              statement.setLong(1, description.bytes());
              statement.setLong(2, CommitCodec.nanos(description.since()));
              statement.setString(3, description.by());
              statement.setString(4, description.signature());
              statement.setString(5, archive);
              statement.setBoolean(6, true);
              statement.setString(7, description.digest());
            })
        > 0;
  }

  /** Drops parts of whoever put the same files, packed differently, and died or came second. */
  private void dropOthers(Connection connection, String digest) throws SQLException {
    write(
        connection,
        "DELETE FROM package_part WHERE digest = ?"
            + " AND archive <> (SELECT archive FROM package WHERE digest = ? AND complete)",
        statement -> {
          statement.setString(1, digest);
          statement.setString(2, digest);
        });
  }

  @Override
  public Optional<StoredPackage> find(String digest) {
    return with(connection -> find(connection, digest));
  }

  private static Optional<StoredPackage> find(Connection connection, String digest)
      throws SQLException {
    return Sql.query(
            connection,
            "SELECT " + COLUMNS + " FROM package WHERE digest = ? AND complete",
            statement -> statement.setString(1, digest),
            JdbcPackages::row)
        .stream()
        .findFirst();
  }

  private static StoredPackage row(ResultSet result) throws SQLException {
    return new StoredPackage(
        result.getString(1),
        result.getLong(2),
        CommitCodec.instant(result.getLong(3)),
        result.getString(4),
        result.getString(5));
  }

  @Override
  public Optional<byte[]> content(String digest) {
    return with(
        connection -> {
          Optional<String> archive =
              Sql.query(
                      connection,
                      "SELECT archive FROM package WHERE digest = ? AND complete",
                      statement -> statement.setString(1, digest),
                      result -> result.getString(1))
                  .stream()
                  .findFirst();
          if (archive.isEmpty()) {
            return Optional.empty();
          }
          byte[] content = parts(connection, digest, archive.get());
          if (!hash(content).equals(archive.get())) {
            // Deleted while it was read, or damaged on the disk.
            if (find(connection, digest).isEmpty()) {
              return Optional.empty();
            }
            throw new SQLException("package " + digest + " is damaged in the database");
          }
          return Optional.of(content);
        });
  }

  private static byte[] parts(Connection connection, String digest, String archive)
      throws SQLException {
    var content = new ByteArrayOutputStream();
    for (int number = 0; ; number++) {
      int at = number;
      List<byte[]> part =
          Sql.query(
              connection,
              "SELECT content FROM package_part WHERE digest = ? AND archive = ? AND number = ?",
              statement -> {
                statement.setString(1, digest);
                statement.setString(2, archive);
                statement.setInt(3, at);
              },
              result -> result.getBytes(1));
      if (part.isEmpty()) {
        return content.toByteArray();
      }
      content.writeBytes(part.getFirst());
    }
  }

  @Override
  public List<StoredPackage> list() {
    return with(
        connection ->
            Sql.query(
                connection,
                "SELECT " + COLUMNS + " FROM package WHERE complete ORDER BY digest",
                Sql.Bind.NOTHING,
                JdbcPackages::row));
  }

  @Override
  public int deleteUnused(Collection<String> used, Instant before) {
    long nanos = CommitCodec.nanos(before);
    return with(
        connection -> {
          List<String> old =
              Sql.query(
                  connection,
                  "SELECT digest FROM package WHERE since < ? ORDER BY digest",
                  statement -> statement.setLong(1, nanos),
                  result -> result.getString(1));
          int deleted = 0;
          for (String digest : old) {
            deleted += used.contains(digest) ? 0 : delete(connection, digest, nanos);
          }
          return deleted;
        });
  }

  private int delete(Connection connection, String digest, long before) throws SQLException {
    turn.lock();
    connection.setAutoCommit(false);
    try {
      int deleted =
          Sql.update(
              connection,
              "DELETE FROM package WHERE digest = ? AND since < ?",
              statement -> {
                statement.setString(1, digest);
                statement.setLong(2, before);
              });
      if (deleted > 0) {
        Sql.update(
            connection,
            "DELETE FROM package_part WHERE digest = ?",
            statement -> statement.setString(1, digest));
      }
      connection.commit();
      return deleted;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
      turn.unlock();
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
