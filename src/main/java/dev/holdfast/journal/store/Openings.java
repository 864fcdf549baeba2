package dev.holdfast.journal.store;

import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what new owners of slices have to know, in four statements for all of them. */
final class Openings {
  private final Connection connection;
  private final Collection<Integer> slices;
  private final String of;

  Openings(Connection connection, Collection<Integer> slices) {
    this.connection = connection;
    this.slices = slices;
    this.of = slices.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  Map<Integer, Opening> read() throws SQLException {
    Map<Integer, Map<String, Long>> positions = positions();
    Map<Integer, List<AsideRow>> asides = asides();
    Map<Integer, Long> outgoing = outgoing();
    Set<Integer> timers = timers();
    Map<Integer, Opening> openings = new HashMap<>();
    for (Integer slice : slices) {
      openings.put(
          slice,
          new Opening(
              positions.getOrDefault(slice, Map.of()),
              asides.getOrDefault(slice, List.of()),
              outgoing.getOrDefault(slice, 0L),
              timers.contains(slice)));
    }
    return openings;
  }

  private Map<Integer, Map<String, Long>> positions() throws SQLException {
    Map<Integer, Map<String, Long>> positions = new HashMap<>();
    Sql.query(
        connection,
        "SELECT slice, lane, slice_offset FROM delivery_position WHERE slice IN " + of,
        Sql.Bind.NOTHING,
        result ->
            positions
                .computeIfAbsent(result.getInt(1), _ -> new HashMap<>())
                .put(result.getString(2), result.getLong(3)));
    return positions;
  }

  private Map<Integer, List<AsideRow>> asides() throws SQLException {
    Map<Integer, List<AsideRow>> asides = new HashMap<>();
    Sql.query(
        connection,
        JdbcDeliveries.ASIDES + " WHERE slice IN " + of + " ORDER BY slice, lane, receiver",
        Sql.Bind.NOTHING,
        result ->
            asides
                .computeIfAbsent(result.getInt(1), _ -> new ArrayList<>())
                .add(JdbcDeliveries.aside(result)));
    return asides;
  }

  private Map<Integer, Long> outgoing() throws SQLException {
    Map<Integer, Long> outgoing = new HashMap<>();
    Sql.query(
        connection,
        "SELECT o.slice, (SELECT max(j.slice_offset) FROM journal j"
            + " WHERE j.slice = o.slice AND j.outgoing IS NOT NULL)"
            + " FROM slice_owner o WHERE o.slice IN "
            + of,
        Sql.Bind.NOTHING,
        result -> outgoing.put(result.getInt(1), result.getLong(2)));
    return outgoing;
  }

  private Set<Integer> timers() throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            "SELECT o.slice FROM slice_owner o WHERE o.slice IN "
                + of
                + " AND EXISTS (SELECT 1 FROM timer t WHERE t.slice = o.slice)",
            Sql.Bind.NOTHING,
            result -> result.getInt(1)));
  }
}
