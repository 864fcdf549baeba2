package dev.holdfast.cli.faults.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.EventData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader of the journal makes of it, slice by slice in the order of offsets, as every
 * projection reads it: for each entity the values of its events in order.
 *
 * @param values of a list what it holds; of a register all it ever held, without the first 0
 */
public record Journaled(Map<String, List<Long>> values) {
  private static final String ROWS =
      "SELECT entity, payload FROM journal WHERE entity LIKE ? ORDER BY slice, slice_offset";

  private static final int ROWS_AT_ONCE = 1000;

  /** Reads all entities whose {@code service/id} begins with the prefix. */
  public static Journaled read(String url, String prefix) throws SQLException {
    Map<String, List<Long>> values = new TreeMap<>();
    var json = new JsonMapper();
    try (Connection connection = DriverManager.getConnection(url)) {
      // Only within a transaction does the driver fetch a part at a time.
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
        statement.setFetchSize(ROWS_AT_ONCE);
        statement.setString(1, prefix + "%");
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            List<Long> own = values.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>());
            for (EventData event : CommitCodec.read(rows.getBytes(2)).events()) {
              own.add(value(json, event));
            }
          }
        }
      }
    }
    return new Journaled(values);
  }

  List<Long> of(String entity) {
    return values.getOrDefault(entity, List.of());
  }

  private static long value(JsonMapper json, EventData event) {
    try {
      JsonNode data = json.readTree(event.data().utf8());
      return data.path("value").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
