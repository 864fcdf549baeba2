package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Json;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnderWayTest {
  private static final Attempt TRACKED = new Attempt(new RequestId(1, 107), 7, 1, true);
  private static final RequestId NUMBER = new RequestId(1, 7);

  private final Map<RequestId, Outcome> remembered = new HashMap<>();
  private final UnderWay underWay = new UnderWay(remembered::put);
  private final Asker asker = new Asker();

  /** Another node. */
  private static final class Asker implements ReplyPath {
    private final List<String> told = new ArrayList<>();

    @Override
    public void answer(Outcome outcome) {
      told.add("answered");
    }

    @Override
    public void sendAgain(String why) {
      told.add("again");
    }

    @Override
    public void sendAgainInDoubt(String why) {
      told.add("in doubt");
    }

    @Override
    public boolean isWaiting() {
      return told.isEmpty();
    }

    @Override
    public void arrived() {
      // It sends again after a silence.
    }

    @Override
    public Attempt attempt() {
      return TRACKED;
    }

    @Override
    public ReturnAddress returnAddress() {
      throw new AssertionError("it is here");
    }
  }

  private EntityMessage.Command command() {
    return new EntityMessage.Command(EntityCoreTest.call("add", "5", "k1"), asker);
  }

  private static Outcome replied(long offset, boolean replayed) {
    return new Outcome.Replied(Json.of("5"), 1, 0, offset, replayed, "v1", "here");
  }

  @Test
  void aFirstResultGivenAgainIsRememberedByTheNumberThatAskedForItByKey() {
    underWay.enter(command()).orElseThrow().replyTo().answer(replied(99, true));
    assertEquals(replied(99, true), remembered.get(NUMBER));
  }

  @Test
  void aCommitIsRememberedByItself() {
    underWay.enter(command()).orElseThrow().replyTo().answer(replied(99, false));
    assertTrue(remembered.isEmpty());
  }

  @Test
  void whatIsInDoubtIsNoMoreUnderWaySoThatItsCopyIsLookedUp() {
    EntityMessage.Command first = underWay.enter(command()).orElseThrow();
    assertTrue(underWay.enter(command()).isEmpty());
    first.replyTo().sendAgainInDoubt("it stopped");
    assertEquals(List.of("in doubt"), asker.told);
    assertTrue(underWay.enter(command()).isPresent());
  }
}
