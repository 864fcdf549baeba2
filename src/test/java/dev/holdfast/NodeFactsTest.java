package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFactsTest {
  @Test
  void whatIsWrittenIsRead() {
    var facts =
        new NodeFacts(
            "2026-01-31T10:00:00Z",
            12,
            3,
            List.of(new HotInstance(new EntityId("counter", "a \"b\""), 7.5)));
    assertEquals(facts, NodeFacts.read(facts.text()));
  }

  @Test
  void whatAnotherVersionWritesIsReadAsFarAsItIsKnown() {
    NodeFacts none = NodeFacts.read("{}");
    assertEquals(none, NodeFacts.read("not JSON"));
    assertEquals(none, NodeFacts.read(""));
    assertEquals(none, NodeFacts.read("[1,2]"));
    assertEquals(none, NodeFacts.read("{\"hot\":[{\"service\":7}],\"more\":true}"));
    assertEquals(5, NodeFacts.read("{\"residents\":5,\"hot\":{}}").residents());
  }
}
