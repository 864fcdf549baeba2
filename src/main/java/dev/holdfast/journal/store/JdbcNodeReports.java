package dev.holdfast.journal.store;

import dev.holdfast.journal.deployments.NodeReports;
import dev.holdfast.protocol.CommitCodec;
import java.util.List;
import javax.sql.DataSource;

/** Written when a deployment moves, seldom; each question opens a connection of its own. */
public final class JdbcNodeReports implements NodeReports {
  private final DataSource database;

  public JdbcNodeReports(DataSource database) {
    this.database = database;
  }

  @Override
  public void put(Row row) {
    ReadPool.once(
        database,
        "A report cannot be written",
        connection ->
            Sql.update(
                connection,
                "INSERT INTO deployment_report (deployment, node, document, time)"
                    + " VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (deployment, node) DO UPDATE"
                    + " SET document = excluded.document, time = excluded.time",
                statement -> {
                  statement.setString(1, row.deployment());
                  statement.setString(2, row.node());
                  statement.setString(3, row.document());
                  statement.setLong(4, CommitCodec.nanos(row.at()));
                }));
  }

  @Override
  public List<Row> of(String deployment) {
    return ReadPool.once(
        database,
        "Reports cannot be read",
        connection ->
            Sql.query(
                connection,
                "SELECT node, document, time FROM deployment_report WHERE deployment = ?"
                    + " ORDER BY node",
                statement -> statement.setString(1, deployment),
                result ->
                    new Row(
                        deployment,
                        result.getString(1),
                        result.getString(2),
                        CommitCodec.instant(result.getLong(3)))));
  }
}
