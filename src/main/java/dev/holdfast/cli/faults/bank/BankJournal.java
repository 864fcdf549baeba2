package dev.holdfast.cli.faults.bank;

import dev.holdfast.cli.faults.bank.BankRow.Place;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables under the bank, read past all of our own code: each time what was committed since.
 *
 * <p>Invariant: offsets of a slice have no gaps and are committed in order, so what was not there
 * last time has a higher one.
 */
final class BankJournal {
  private static final int ROWS_AT_ONCE = 1000;

  private static final String SLICES =
      "SELECT slice, extract(epoch FROM clock_timestamp())::bigint FROM slice_owner";

  private static final String ROWS =
      """
      SELECT j.slice, j.slice_offset, j.entity,
        CASE WHEN j.entity LIKE 'bank-%' THEN j.payload END
      FROM unnest(?, ?) AS seen(slice, upto)
      JOIN journal j ON j.slice = seen.slice AND j.slice_offset > seen.upto
      ORDER BY j.slice, j.slice_offset
      """;

  /** What couriers have written down of a slice, for whoever has to find out why nothing moves. */
  private static final String DELIVERIES =
      """
      SELECT 'owner ' || owner || ' epoch ' || epoch FROM slice_owner WHERE slice = ?
      UNION ALL
      SELECT 'lane "' || lane || '" at ' || slice_offset FROM delivery_position WHERE slice = ?
      UNION ALL
      SELECT 'lane "' || lane || '" has ' || receiver || ' aside from ' || slice_offset || '-' ||
        idx || ' after ' || tries || ' tries: ' || error_code || ' ' || error_detail
      FROM delivery_aside WHERE slice = ?
      """;

  private final String url;
  private final Map<Integer, Long> seen = new TreeMap<>();

  /** Behind a JDBC URL. */
  BankJournal(String url) {
    this.url = url;
  }

  /** Returns what the database's clock says, in seconds since 1970. */
  long readInto(Ledger ledger) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      // Only within a transaction does the driver fetch a part at a time.
      connection.setAutoCommit(false);
      long second = learnSlices(connection);
      try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
        statement.setFetchSize(ROWS_AT_ONCE);
        statement.setArray(1, connection.createArrayOf("int4", seen.keySet().toArray()));
        statement.setArray(2, connection.createArrayOf("int8", seen.values().toArray()));
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            read(rows, ledger);
          }
        }
      }
      return second;
    }
  }

  private void read(ResultSet rows, Ledger ledger) throws SQLException {
    var place = new Place(rows.getInt(1), rows.getLong(2));
    byte[] payload = rows.getBytes(4);
    seen.put(place.slice(), place.offset());
    if (payload != null) {
      ledger.apply(new BankRow(place, rows.getString(3), CommitCodec.read(payload)));
    }
  }

  private long learnSlices(Connection connection) throws SQLException {
    long second = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SLICES)) {
      while (rows.next()) {
        seen.putIfAbsent(rows.getInt(1), 0L);
        second = rows.getLong(2);
      }
    }
    return second;
  }

  /** How far the couriers of a slice are, by their own word. */
  String deliveries(int slice) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(DELIVERIES)) {
      for (int parameter = 1; parameter <= 3; parameter++) {
        statement.setInt(parameter, slice);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return "slice " + slice + " up to offset " + seen.get(slice) + ": " + String.join("; ", lines);
  }
}
