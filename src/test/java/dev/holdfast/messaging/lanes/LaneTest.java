package dev.holdfast.messaging.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final int SLICE = 3;
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          4, 40, 6, 3, Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofMillis(300), 2, 8);

  private final Asked asked = new Asked();

  /** The readings that the lane asked for, by their tickets. */
  private static final class Asked implements LaneActions {
    private final List<Long> readings = new ArrayList<>();

    @Override
    public void deliver(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      // Nobody answers.
    }

    @Override
    public void load(long ticket, long after) {
      readings.add(ticket);
    }

    long take() {
      return readings.removeFirst();
    }
  }

  @Test
  void whatHasCaughtUpDoesNotHideWhatIsNotReadYet() {
    var aside =
        new Aside("b/1", new MessageId(SLICE, 1, 0), 0, 1, ProblemCode.NOT_READY.problem("down"));
    var lane =
        new Lane(new Lane.Identity("", () -> 0), SETTINGS, asked, new Lane.Kept(0, List.of(aside)));
    lane.tick(0);
    long aheadOfMain = asked.take();
    asked.take();
    lane.loaded(aheadOfMain, List.of(letter(9, "b/1")), 9, true, 0);
    lane.loaded(asked.take(), List.of(), 9, true, 0);
    assertEquals(new Lane.Kept(0, List.of()), lane.kept());
  }

  private static Letter letter(long offset, String receiver) {
    var call = new HandlerCall(EntityId.parse(receiver), "take", Json.NULL);
    return new Letter(
        new MessageId(SLICE, offset, 0),
        receiver,
        new Letter.Content.Invoke(call, Optional.empty(), Caller.ANONYMOUS, false));
  }
}
