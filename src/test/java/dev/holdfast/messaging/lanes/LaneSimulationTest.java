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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lane against receivers that fail, lose answers, go away with all their service and come back,
 * and against crashes of the lane itself: everything arrives once, in order, and memory is bounded.
 */
class LaneSimulationTest {
  private static final int SLICE = 3;
  private static final LaneSettings SETTINGS =
      new LaneSettings(
          4, 40, 6, 3, Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofMillis(300), 2, 8);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everythingArrivesOnceAndInOrderWhateverFails(long seed) {
    var world = new World(seed);
    for (int step = 0; step < 6_000; step++) {
      world.step();
    }
    world.heal();
    for (int step = 0; step < 200_000 && !world.isDone(); step++) {
      world.step();
    }
    assertTrue(world.isDone(), () -> "SEED=" + seed + " not done: " + world);
    world.check(seed);
  }

  private static final class World implements LaneActions {
    private final Random random;
    private final TreeMap<Long, List<Letter>> journal = new TreeMap<>();
    private final Map<String, MessageId> last = new HashMap<>();
    private final Map<String, List<MessageId>> handled = new HashMap<>();
    private final Map<String, List<MessageId>> sent = new HashMap<>();
    private final Set<MessageId> poison = new HashSet<>();
    private final Set<String> stuck = new HashSet<>();
    private final Set<String> slow = new HashSet<>();
    private final ArrayDeque<Runnable> late = new ArrayDeque<>();
    private final ArrayDeque<Runnable> network = new ArrayDeque<>();
    private final List<Runnable> reads = new ArrayList<>();
    private boolean serviceDown;
    private boolean healed;
    private long now = 1;
    private long offset;
    private int incarnation;
    private int mostLetters;
    private Lane lane;

    World(long seed) {
      random = new Random(seed);
      lane = start(new Lane.Kept(0, List.of()));
    }

    private Lane start(Lane.Kept kept) {
      incarnation++;
      network.clear();
      late.clear();
      reads.clear();
      return new Lane(new Lane.Identity("", () -> now), SETTINGS, this, kept);
    }

    void heal() {
      healed = true;
      serviceDown = false;
      stuck.clear();
      slow.clear();
      network.addAll(late);
      late.clear();
    }

    boolean isDone() {
      Lane.Kept kept = lane.kept();
      return kept.asides().isEmpty() && lane.isIdle() && kept.position() == offset;
    }

    void step() {
      now += random.nextInt(5);
      int what = random.nextInt(100);
      if (what < 25 && !healed) {
        commit();
      } else if (what < 60) {
        if (!network.isEmpty()) {
          network.remove().run();
        }
      } else if (what < 80) {
        if (!reads.isEmpty()) {
          reads.removeFirst().run();
        }
      } else if (what < 90) {
        lane.tick(now);
      } else if (what == 90 && !healed) {
        serviceDown = random.nextInt(3) == 0;
      } else if (what == 91 && !healed) {
        String receiver = "b/" + random.nextInt(6);
        if (!stuck.remove(receiver)) {
          stuck.add(receiver);
        }
      } else if (what == 92 && !healed && random.nextInt(5) == 0) {
        lane = start(lane.kept());
      } else if (what == 93 && random.nextInt(5) == 0) {
        lane.missed();
      } else if (what == 95 && !healed) {
        String receiver = "c/" + random.nextInt(6);
        if (!slow.remove(receiver)) {
          slow.add(receiver);
        }
      } else if (what == 96 && !late.isEmpty()) {
        network.add(late.remove());
      } else if (what == 94) {
        lane.nudge("b", now);
      }
      mostLetters = Math.max(mostLetters, lane.letters());
    }

    private void commit() {
      offset++;
      List<Letter> letters = new ArrayList<>();
      int count = random.nextInt(3);
      for (int i = 0; i < count; i++) {
        EntityId to = new EntityId(random.nextBoolean() ? "b" : "c", "" + random.nextInt(6));
        var id = new MessageId(SLICE, offset, i);
        var call = new HandlerCall(to, "take", Json.NULL);
        letters.add(
            new Letter(
                id,
                to.key(),
                new Letter.Content.Invoke(call, Optional.empty(), Caller.ANONYMOUS, false)));
        sent.computeIfAbsent(to.key(), _ -> new ArrayList<>()).add(id);
        if (random.nextInt(40) == 0) {
          poison.add(id);
        }
      }
      journal.put(offset, letters);
      lane.landed(offset, letters, now);
    }

    @Override
    public void deliver(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      int mine = incarnation;
      Runnable arrive =
          () -> {
            Verdict verdict = receive(letter, previous, givenUp);
            if (mine == incarnation) {
              Verdict told =
                  random.nextInt(20) == 0 && !healed
                      ? new Verdict.NotNow(ProblemCode.OUTCOME_UNKNOWN.problem("lost"), false)
                      : verdict;
              network.add(() -> lane.answered(letter, told, now));
            }
          };
      if (slow.contains(letter.receiver())) {
        late.add(arrive);
        return;
      }
      // Mostly in order, as between two actors; now and then overtaken, as when it is sent again.
      if (random.nextInt(10) == 0) {
        network.addFirst(arrive);
      } else {
        network.add(arrive);
      }
    }

    private Verdict receive(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      String receiver = letter.receiver();
      boolean isB = receiver.startsWith("b/");
      if (isB && serviceDown) {
        return new Verdict.NotNow(ProblemCode.UNKNOWN_SERVICE.problem("down"), true);
      }
      if (stuck.contains(receiver)) {
        return new Verdict.NotNow(ProblemCode.NOT_READY.problem("stuck"), false);
      }
      Optional<MessageId> known = Optional.ofNullable(last.get(receiver));
      if (known.isPresent() && known.get().compareTo(letter.id()) >= 0) {
        return new Verdict.Handled();
      }
      if (previous.isPresent() && !previous.equals(known)) {
        return new Verdict.TooEarly();
      }
      if (poison.contains(letter.id()) && givenUp.isEmpty()) {
        return random.nextBoolean()
            ? new Verdict.Failed(ProblemCode.HANDLER_FAILED.problem("poison"))
            : new Verdict.Hopeless(ProblemCode.INVALID_ARGUMENT.problem("poison"));
      }
      last.put(receiver, letter.id());
      handled.computeIfAbsent(receiver, _ -> new ArrayList<>()).add(letter.id());
      return new Verdict.Handled();
    }

    @Override
    public void load(long ticket, long after) {
      int mine = incarnation;
      reads.add(
          () -> {
            if (mine != incarnation) {
              return;
            }
            if (random.nextInt(30) == 0) {
              lane.notLoaded(ticket);
              return;
            }
            int limit = 1 + random.nextInt(5);
            List<Letter> letters = new ArrayList<>();
            long upTo = after;
            int rows = 0;
            for (var row : journal.tailMap(after, false).entrySet()) {
              if (rows++ == limit) {
                break;
              }
              letters.addAll(row.getValue());
              upTo = row.getKey();
            }
            long end = upTo;
            boolean last = rows < limit;
            // The answer takes a while, in which more may land.
            reads.add(() -> loaded(mine, ticket, letters, end, last));
          });
    }

    private void loaded(int mine, long ticket, List<Letter> letters, long upTo, boolean end) {
      if (mine == incarnation) {
        lane.loaded(ticket, letters, upTo, end, now);
      }
    }

    void check(long seed) {
      sent.forEach((receiver, ids) -> check(seed, receiver, ids));
      assertTrue(mostLetters <= 40 + 3 * 12 + 200, "SEED=" + seed + " letters: " + mostLetters);
    }

    private void check(long seed, String receiver, List<MessageId> ids) {
      List<MessageId> got = handled.getOrDefault(receiver, List.of());
      for (int i = 0; i < Math.min(ids.size(), got.size()); i++) {
        int at = i;
        assertEquals(ids.get(i), got.get(i), () -> "SEED=" + seed + " " + receiver + " " + at);
      }
      assertEquals(ids.size(), got.size(), () -> "SEED=" + seed + " " + receiver);
    }

    @Override
    public String toString() {
      return "at " + offset + " " + lane.kept() + " letters " + lane.letters();
    }
  }
}
