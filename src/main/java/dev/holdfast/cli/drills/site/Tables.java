package dev.holdfast.cli.drills.site;

import dev.holdfast.cli.local.LocalFailed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the journal's tables say about the cluster, past all of our own code. */
public final class Tables implements AutoCloseable {
  private static final String SHARE =
      "SELECT count(*) FILTER (WHERE m.address LIKE ?), count(*)"
          + " FROM slice_owner o LEFT JOIN cluster_member m ON m.writer_id = o.owner";

  private static final String MEETING =
      "SELECT (SELECT max(formation) FROM cluster_formation), count(*) FROM cluster_member m"
          + " WHERE m.formation = (SELECT max(formation) FROM cluster_formation)";

  private final Connection connection;

  /** How many of all slices that were ever owned a node owns. */
  public record Share(int owned, int all) {}

  /** How often a cluster was formed, and how many members the last one has. */
  public record Meeting(long formations, int members) {}

  private Tables(Connection connection) {
    this.connection = connection;
  }

  public static Tables open(String url) {
    try {
      return new Tables(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public Share share(SiteNode node) {
    try (PreparedStatement statement = connection.prepareStatement(SHARE)) {
      statement.setString(1, "%" + node.home());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Share(row.getInt(1), row.getInt(2));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Nothing while no node has made the tables. */
  public Meeting meeting() {
    try (Statement statement = connection.createStatement();
        ResultSet made = statement.executeQuery("SELECT to_regclass('cluster_member')")) {
      made.next();
      if (made.getString(1) == null) {
        return new Meeting(0, 0);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MEETING)) {
      row.next();
      return new Meeting(row.getLong(1), row.getInt(2));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Makes an empty database beside this one; its URL. */
  public static String createDatabase(String url, String name) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return url.replaceFirst("(//[^/]+/)[^?]+", "$1" + name);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static LocalFailed failed(SQLException e) {
    return new LocalFailed("the database does not answer: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
