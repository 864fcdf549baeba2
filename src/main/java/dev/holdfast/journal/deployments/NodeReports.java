package dev.holdfast.journal.deployments;

import java.time.Instant;
import java.util.List;

/** How far each node is with each deployment, as it said itself; blocks on the database. */
public interface NodeReports {
  /** One node's last word on one deployment. */
  record Row(String deployment, String node, String document, Instant at) {}

  /** Replaces what the node said of the deployment before. */
  void put(Row row);

  /** All last words on a deployment, by node. */
  List<Row> of(String deployment);
}
