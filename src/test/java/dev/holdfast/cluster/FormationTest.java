package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cluster.Nodes.Running;
import dev.holdfast.journal.Postgres;
import org.junit.jupiter.api.Test;

/** Nodes that share a database are one cluster, whatever happens while they start. */
class FormationTest {
  @Test
  void theSecondNodeJoinsTheFirst() throws Exception {
    try (var nodes = new Nodes(Postgres.fresh())) {
      Running first = nodes.start();
      Running second = nodes.start();
      Nodes.await("two members", () -> Nodes.up(first) == 2 && Nodes.up(second) == 2);
      assertEquals(1, first.node().formation().orElseThrow());
      assertEquals(1, second.node().formation().orElseThrow());
    }
  }
}
