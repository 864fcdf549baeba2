package dev.holdfast.journal.store;

import dev.holdfast.journal.messages.ConnectorRow;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.PausedService;
import dev.holdfast.journal.messages.ScheduleRow;
import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.journal.messages.TopicRow;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The tables of the registry. They are read and written seldom and beside the hot path, so each
 * call opens a connection of its own.
 */
public final class JdbcMessagingRegistry implements MessagingRegistry {
  private static final String SUBSCRIPTION = "name, topic, generation, paused, since, settings";
  private static final String SUBSCRIPTIONS = "SELECT " + SUBSCRIPTION + " FROM subscription";
  private static final String SCHEDULES = "SELECT name, since, last FROM schedule";

  private final DataSource database;

  public JdbcMessagingRegistry(DataSource database) {
    this.database = database;
  }

  private <T> T with(ReadPool.Work<T> work) {
    return ReadPool.once(database, "The registry cannot be reached", work);
  }

  private <T> List<T> list(String sql, Sql.Bind bind, Sql.Row<T> row) {
    return with(connection -> Sql.query(connection, sql, bind, row));
  }

  private int update(String sql, Sql.Bind bind) {
    return with(connection -> Sql.update(connection, sql, bind));
  }

  private static Instant time(ResultSet result, int at) throws SQLException {
    return CommitCodec.instant(result.getLong(at));
  }

  /** In the order of names, so that two who add at once do not wait for each other in a circle. */
  @Override
  public void addTopics(Collection<String> names, Instant now) {
    var sorted = new TreeSet<>(names);
    with(
        connection -> {
          Sql.updateEach(
              connection,
              "INSERT INTO topic (name, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
              sorted,
              (statement, name) -> {
                statement.setString(1, name);
                statement.setLong(2, CommitCodec.nanos(now));
              });
          return sorted.size();
        });
  }

  @Override
  public List<TopicRow> topics() {
    return list(
        "SELECT name, since FROM topic ORDER BY name",
        Sql.Bind.NOTHING,
        result -> new TopicRow(result.getString(1), time(result, 2)));
  }

  @Override
  public SubscriptionRow addSubscription(SubscriptionRow row) {
    return with(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO subscription ("
                  + SUBSCRIPTION
                  + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              statement -> {
                statement.setString(1, row.name());
                statement.setString(2, row.topic());
                statement.setInt(3, row.generation());
                statement.setBoolean(4, row.paused());
                statement.setLong(5, CommitCodec.nanos(row.since()));
                statement.setString(6, row.settings());
              });
          return subscription(connection, row.name()).orElse(row);
        });
  }

  @Override
  public Optional<SubscriptionRow> subscription(String name) {
    return with(connection -> subscription(connection, name));
  }

  private static Optional<SubscriptionRow> subscription(Connection connection, String name)
      throws SQLException {
    return Sql.query(
            connection,
            SUBSCRIPTIONS + " WHERE name = ?",
            statement -> statement.setString(1, name),
            JdbcMessagingRegistry::subscription)
        .stream()
        .findFirst();
  }

  @Override
  public List<SubscriptionRow> subscriptions() {
    return list(
        SUBSCRIPTIONS + " ORDER BY name", Sql.Bind.NOTHING, JdbcMessagingRegistry::subscription);
  }

  private static SubscriptionRow subscription(ResultSet result) throws SQLException {
    return new SubscriptionRow(
        result.getString(1),
        result.getString(2),
        result.getInt(3),
        result.getBoolean(4),
        time(result, 5),
        result.getString(6));
  }

  @Override
  public boolean pauseSubscription(String name, boolean paused) {
    return update(
            "UPDATE subscription SET paused = ? WHERE name = ?",
            statement -> {
              statement.setBoolean(1, paused);
              statement.setString(2, name);
            })
        > 0;
  }

  @Override
  public Optional<SubscriptionRow> nextGeneration(String name, int generation) {
    return list(
            "UPDATE subscription SET generation = generation + 1 WHERE name = ? AND generation = ?"
                + " RETURNING "
                + SUBSCRIPTION,
            statement -> {
              statement.setString(1, name);
              statement.setInt(2, generation);
            },
            JdbcMessagingRegistry::subscription)
        .stream()
        .findFirst();
  }

  @Override
  public boolean removeSubscription(String name) {
    return remove("subscription", name);
  }

  private boolean remove(String table, String name) {
    return update(
            "DELETE FROM " + table + " WHERE name = ?", statement -> statement.setString(1, name))
        > 0;
  }

  @Override
  public void pauseService(PausedService paused) {
    update(
        "INSERT INTO paused_service (name, since, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        statement -> {
          statement.setString(1, paused.name());
          statement.setLong(2, CommitCodec.nanos(paused.since()));
          statement.setString(3, paused.reason());
        });
  }

  @Override
  public boolean resumeService(String name) {
    return remove("paused_service", name);
  }

  @Override
  public List<PausedService> pausedServices() {
    return list(
        "SELECT name, since, reason FROM paused_service ORDER BY name",
        Sql.Bind.NOTHING,
        result -> new PausedService(result.getString(1), time(result, 2), result.getString(3)));
  }

  @Override
  public ScheduleRow addSchedule(String name, Instant now) {
    long nanos = CommitCodec.nanos(now);
    return with(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO schedule (name, since, last) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
              statement -> {
                statement.setString(1, name);
                statement.setLong(2, nanos);
                statement.setLong(3, nanos);
              });
          return Sql.query(
                  connection,
                  SCHEDULES + " WHERE name = ?",
                  statement -> statement.setString(1, name),
                  JdbcMessagingRegistry::schedule)
              .getFirst();
        });
  }

  @Override
  public void scheduleRan(String name, Instant due) {
    long nanos = CommitCodec.nanos(due);
    update(
        "UPDATE schedule SET last = ? WHERE name = ? AND last < ?",
        statement -> {
          statement.setLong(1, nanos);
          statement.setString(2, name);
          statement.setLong(3, nanos);
        });
  }

  @Override
  public List<ScheduleRow> schedules() {
    return list(SCHEDULES + " ORDER BY name", Sql.Bind.NOTHING, JdbcMessagingRegistry::schedule);
  }

  private static ScheduleRow schedule(ResultSet result) throws SQLException {
    return new ScheduleRow(result.getString(1), time(result, 2), time(result, 3));
  }

  @Override
  public void putConnector(ConnectorRow connector) {
    update(
        "INSERT INTO connector (name, settings, since) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET settings = excluded.settings",
        statement -> {
          statement.setString(1, connector.name());
          statement.setString(2, connector.settings());
          statement.setLong(3, CommitCodec.nanos(connector.since()));
        });
  }

  @Override
  public boolean removeConnector(String name) {
    return remove("connector", name);
  }

  @Override
  public List<ConnectorRow> connectors() {
    return list(
        "SELECT name, settings, since FROM connector ORDER BY name",
        Sql.Bind.NOTHING,
        result -> new ConnectorRow(result.getString(1), result.getString(2), time(result, 3)));
  }
}
