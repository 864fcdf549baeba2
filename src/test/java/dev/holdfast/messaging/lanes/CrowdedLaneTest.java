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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Receivers that take nothing, next to others that do. */
class CrowdedLaneTest {
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          4,
          40,
          6,
          3,
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          2,
          100);

  /** In simulated milliseconds. */
  private static final long SOON = 5_000;

  /** Twice as many as there are instances that are. */
  private static final int DEAD = 120;

  @Test
  void aHandlerThatHangsKeepsNobodyElseWaiting() {
    var world = new World(receiver -> receiver.equals("b/hangs") ? Optional.empty() : HANDLED);
    for (int i = 0; i < 500; i++) {
      world.commit("b/hangs");
    }
    world.commit("b/well");
    world.run(SOON);
    assertEquals(List.of("b/well"), world.handled);
    assertTrue(world.most <= 100, () -> world.most + " letters in memory");
  }

  @Test
  void instancesThatAreDeadKeepOthersOfTheirServiceNotWaiting() {
    var dead = new AtomicBoolean(true);
    var world = new World(receiver -> dead.get() && receiver.contains("dead") ? NOT_NOW : HANDLED);
    for (int i = 0; i < 1_200; i++) {
      world.commit(i % 2 == 0 ? "b/dead" + i % DEAD : "b/well");
      world.run(2);
    }
    world.run(SOON);
    assertEquals(600, world.handled.size());
    assertEquals(DEAD / 2, world.lane.kept().asides().size());
    dead.set(false);
    world.run(2 * SOON);
    assertEquals(1_200, world.handled.size());
    assertEquals(List.of(), List.copyOf(world.lane.kept().asides()));
    assertTrue(world.most <= 100, () -> world.most + " letters in memory");
  }

  /** Found by a review: pieces whose letter cannot be parked kept all places for ever. */
  @Test
  void instancesThatCanNotEvenParkKeepNoPlaceOfOthers() {
    var well = new AtomicBoolean();
    var world =
        new World(
            receiver -> {
              if (receiver.contains("full")) {
                return FAILED;
              }
              return well.get() ? HANDLED : NOT_NOW;
            });
    world.refusesToPark = true;
    for (int i = 0; i < 45; i++) {
      world.commit("b/full" + i);
      world.commit("b/late" + i);
    }
    world.run(SOON);
    well.set(true);
    world.run(2 * SOON);
    assertEquals(45, world.handled.size());
  }

  /** Found by a review: a short outage let all begin again where a dead instance had stopped. */
  @Test
  void anOutageOfAServiceDoesNotBeginAgainWhereItsDeadInstancesAre() {
    var outage = new AtomicBoolean();
    var world =
        new World(
            receiver -> {
              if (receiver.contains("dead")) {
                return NOT_NOW;
              }
              return outage.get() ? AWAY : HANDLED;
            });
    for (int i = 0; i < 400; i++) {
      world.commit(i % 2 == 0 ? "b/dead" + i % 20 : "b/well" + i);
      world.run(2);
    }
    world.run(SOON);
    outage.set(true);
    for (int i = 0; i < 40; i++) {
      world.commit("b/well" + i);
    }
    world.run(SOON);
    assertTrue(world.lane.kept().asides().stream().anyMatch(it -> it.key().equals("b")));
    outage.set(false);
    world.run(SOON);
    assertEquals(240, world.handled.size());
    assertEquals(10, world.lane.kept().asides().size());
  }

  @Test
  void anOutletThatIsAwayIsSetAsideAsAWhole() {
    var world = new World(_ -> AWAY);
    for (int i = 0; i < 600; i++) {
      world.commit("out line" + i);
      world.run(2);
    }
    world.run(SOON);
    assertEquals(List.of("out"), world.lane.kept().asides().stream().map(Aside::key).toList());
  }

  private static final Optional<Verdict> HANDLED = Optional.of(new Verdict.Handled());
  private static final Optional<Verdict> NOT_NOW =
      Optional.of(new Verdict.NotNow(ProblemCode.OVERLOADED.problem("full"), false));
  private static final Optional<Verdict> FAILED =
      Optional.of(new Verdict.Failed(ProblemCode.HANDLER_FAILED.problem("full")));
  private static final Optional<Verdict> AWAY =
      Optional.of(new Verdict.NotNow(ProblemCode.NOT_READY.problem("away"), true));

  private static final class World implements LaneActions {
    private final TreeMap<Long, Letter> journal = new TreeMap<>();
    private final ArrayDeque<Runnable> network = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private final Function<String, Optional<Verdict>> receivers;
    private final Lane lane;
    private long offset;
    private long now = 1;
    private int most;
    private boolean refusesToPark;

    World(Function<String, Optional<Verdict>> receivers) {
      this.receivers = receivers;
      this.lane =
          new Lane(new Lane.Identity("", () -> now), SETTINGS, this, new Lane.Kept(0, List.of()));
      lane.caughtUp();
    }

    void commit(String receiver) {
      offset++;
      var call = new HandlerCall(new EntityId("b", "x"), "take", Json.NULL);
      var content = new Letter.Content.Invoke(call, Optional.empty(), Caller.ANONYMOUS, false);
      var letter = new Letter(new MessageId(0, offset, 0), receiver, content);
      journal.put(offset, letter);
      lane.landed(offset, List.of(letter), now);
    }

    void run(long millis) {
      for (long end = now + millis; now < end; now++) {
        lane.tick(now);
        for (int i = 0; i < 50 && !network.isEmpty(); i++) {
          network.remove().run();
        }
        most = Math.max(most, lane.letters());
      }
    }

    @Override
    public void deliver(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      receivers
          .apply(letter.receiver())
          .map(verdict -> givenUp.isEmpty() || !refusesToPark ? verdict : NOT_NOW.orElseThrow())
          .ifPresent(verdict -> network.add(() -> answer(letter, verdict)));
    }

    private void answer(Letter letter, Verdict verdict) {
      if (verdict instanceof Verdict.Handled) {
        handled.add(letter.receiver());
      }
      lane.answered(letter, verdict, now);
    }

    @Override
    public void load(long ticket, long after) {
      network.add(
          () -> {
            List<Letter> letters =
                journal.tailMap(after, false).values().stream().limit(20).toList();
            long upTo = letters.isEmpty() ? after : letters.getLast().id().offset();
            lane.loaded(ticket, letters, upTo, letters.size() < 20, now);
          });
    }
  }
}
