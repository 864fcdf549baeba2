package dev.holdfast.messaging.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Origin;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A letter over which its receiver always fails, however seldom anybody looks at the lane. */
class PoisonTest {
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          4,
          40,
          6,
          5,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          8,
          32);

  /** Answers when it is asked to, so that a lane is never called from within. */
  private static final class Receiver implements LaneActions {
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private final Letter poison = letter();
    private Optional<Lane> lane = Optional.empty();
    private Optional<Origin.GivenUp> parked = Optional.empty();
    private long now = 1;
    private int tries;

    private static Letter letter() {
      var call = new HandlerCall(new EntityId("b", "1"), "take", Json.NULL);
      return new Letter(
          new MessageId(3, 7, 0),
          "b/1",
          new Letter.Content.Invoke(call, Optional.empty(), Caller.ANONYMOUS, false));
    }

    @Override
    public void deliver(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      Verdict verdict = new Verdict.Handled();
      if (givenUp.isPresent()) {
        parked = givenUp;
      } else {
        tries++;
        verdict = new Verdict.Failed(ProblemCode.HANDLER_FAILED.problem("poison"));
      }
      Verdict told = verdict;
      answers.add(() -> lane.orElseThrow().answered(letter, told, now));
    }

    @Override
    public void load(long ticket, long after) {
      List<Letter> letters = after < 7 ? List.of(poison) : List.of();
      answers.add(
          () -> lane.orElseThrow().loaded(ticket, letters, Math.max(after, 7), after >= 7, now));
    }

    void answer() {
      for (Runnable next = answers.poll(); next != null; next = answers.poll()) {
        next.run();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {20, 500, 1_000, 3_000})
  void isTriedAsOftenAsIsSetAndThenParked(long pause) {
    var receiver = new Receiver();
    var lane =
        new Lane(
            new Lane.Identity("", () -> receiver.now),
            SETTINGS,
            receiver,
            new Lane.Kept(0, List.of()));
    receiver.lane = Optional.of(lane);
    while (receiver.now < 120_000 && receiver.parked.isEmpty()) {
      lane.tick(receiver.now);
      receiver.answer();
      receiver.now += pause;
    }
    assertEquals(5, receiver.tries);
    assertEquals(5, receiver.parked.map(Origin.GivenUp::tries).orElse(0));
    for (int i = 0; i < 20; i++) {
      receiver.now += pause;
      lane.tick(receiver.now);
      receiver.answer();
    }
    assertTrue(lane.kept().asides().isEmpty(), () -> "still set aside: " + lane.kept());
    assertEquals(0, lane.letters());
  }
}
