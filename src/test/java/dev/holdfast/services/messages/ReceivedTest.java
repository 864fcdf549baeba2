package dev.holdfast.services.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.protocol.MessageId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedTest {
  private final Received received = new Received();

  @Test
  void oneIdSaysOfEveryMessageOfALaneWhetherItWasHandled() {
    received.note("", new MessageId(3, 10, 0));
    received.note("", new MessageId(3, 11, 2));
    received.note("", new MessageId(4, 1, 0));
    assertEquals(Optional.of(new MessageId(3, 11, 2)), received.last("", 3));
    assertEquals(Optional.of(new MessageId(4, 1, 0)), received.last("", 4));
    assertEquals(1, received.lanes().size());
  }

  @Test
  void ofLanesWithASingleMessageTheLastAreKnown() {
    for (int i = 0; i <= Received.MOST_SINGLE; i++) {
      noteSingle(received, i);
    }
    assertEquals(Received.MOST_SINGLE, received.lanes().size());
    assertEquals(Optional.empty(), received.last("out 5-0-0", 5));
    assertEquals(Optional.of(new MessageId(5, 1, 0)), received.last("out 5-1-0", 5));
  }

  @Test
  void whatASnapshotKeepsIsForgottenInTheSameOrder() {
    for (int i = Received.MOST_SINGLE; i > 0; i--) {
      noteSingle(received, i);
    }
    var again = new Received();
    for (Map.Entry<String, Map<Integer, MessageId>> lane : received.lanes().entrySet()) {
      lane.getValue().values().forEach(id -> again.note(lane.getKey(), id));
    }
    noteSingle(again, 0);
    assertEquals(Optional.empty(), again.last("out 5-" + Received.MOST_SINGLE + "-0", 5));
    assertEquals(Received.MOST_SINGLE, again.lanes().size());
  }

  private static void noteSingle(Received into, long offset) {
    into.note("out 5-" + offset + "-0", new MessageId(5, offset, 0));
  }
}
