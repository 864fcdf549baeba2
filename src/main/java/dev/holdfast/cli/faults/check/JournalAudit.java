package dev.holdfast.cli.faults.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at the tables themselves, past all of our own code: what must hold in every journal. */
public final class JournalAudit {
  /** What must never be found, and the query that finds it. */
  private static final Map<String, String> MUST_BE_EMPTY =
      new TreeMap<>(
          Map.of(
              "a gap in the sequences of an entity",
                  """
                  SELECT j.entity, count(*), min(j.sequence), max(j.sequence)
                  FROM journal j LEFT JOIN entity_floor f ON f.entity = j.entity
                  GROUP BY j.entity, f.sequence
                  HAVING count(*) <> max(j.sequence) - coalesce(f.sequence, 0)
                  """,
              "a gap in the offsets of a slice",
                  """
                  SELECT j.slice, count(*), min(slice_offset), max(slice_offset)
                  FROM journal j LEFT JOIN slice_owner o ON o.slice = j.slice
                  GROUP BY j.slice, o.floor
                  HAVING count(*) <> max(slice_offset) - coalesce(o.floor, 0)
                  """,
              "an offset that was given twice",
                  """
                  SELECT slice, slice_offset, count(*), max(entity) FROM journal
                  GROUP BY slice, slice_offset HAVING count(*) > 1
                  """,
              "an epoch that decreases along an entity",
                  """
                  SELECT entity, sequence, epoch, before FROM (
                    SELECT entity, sequence, epoch,
                      lag(epoch) OVER (PARTITION BY entity ORDER BY sequence) AS before
                    FROM journal) AS along
                  WHERE before > epoch
                  """,
              "an epoch that decreases along a slice",
                  """
                  SELECT slice, slice_offset, epoch, before, entity FROM (
                    SELECT slice, slice_offset, epoch, entity,
                      lag(epoch) OVER (PARTITION BY slice ORDER BY slice_offset) AS before
                    FROM journal) AS along
                  WHERE before > epoch
                  """,
              "an offset out of the order of an entity's sequences",
                  """
                  SELECT entity, sequence, slice_offset, before FROM (
                    SELECT entity, sequence, slice_offset,
                      lag(slice_offset) OVER (PARTITION BY entity ORDER BY sequence) AS before
                    FROM journal) AS along
                  WHERE before >= slice_offset
                  """,
              "a commit under an epoch that nobody has claimed",
                  """
                  SELECT j.entity, j.sequence, j.epoch, o.epoch
                  FROM journal j LEFT JOIN slice_owner o ON o.slice = j.slice
                  WHERE o.epoch IS NULL OR j.epoch > o.epoch
                  """));

  private final List<String> breaches;
  private final long commits;

  private JournalAudit(List<String> breaches, long commits) {
    this.breaches = breaches;
    this.commits = commits;
  }

  /** Looks at the database behind a JDBC URL. */
  public static JournalAudit of(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      List<String> breaches = new ArrayList<>();
      for (Map.Entry<String, String> check : MUST_BE_EMPTY.entrySet()) {
        try (ResultSet rows = statement.executeQuery(check.getValue())) {
          while (rows.next()) {
            breaches.add(check.getKey() + ": " + row(rows));
          }
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM journal")) {
        return new JournalAudit(List.copyOf(breaches), rows.next() ? rows.getLong(1) : 0);
      }
    }
  }

  public List<String> breaches() {
    return breaches;
  }

  public long commits() {
    return commits;
  }

  private static String row(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      values.add(String.valueOf(rows.getObject(column)));
    }
    return String.join(", ", values);
  }
}
