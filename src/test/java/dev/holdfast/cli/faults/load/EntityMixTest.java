package dev.holdfast.cli.faults.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import dev.holdfast.protocol.Slices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EntityMixTest {
  @Test
  void aSeedDrawsTheSameCallsAgain() {
    assertEquals(drawn(7), drawn(7));
  }

  @Test
  void everyKindOfCallIsDrawnWithAndWithoutKeysThroughAllNodes() {
    List<Mix.Drawn> calls = drawn(7);
    Set<Class<?>> kinds =
        calls.stream().map(call -> call.action().getClass()).collect(Collectors.toSet());
    assertEquals(5, kinds.size());
    assertEquals(Set.of(1, 2, 3), calls.stream().map(Mix.Drawn::node).collect(Collectors.toSet()));
    long keyed = calls.stream().filter(call -> !call.key().isEmpty()).count();
    assertTrue(keyed > calls.size() / 5 && keyed < calls.size() / 2, keyed + " keyed");
  }

  @Test
  void aValueIsUsedOnce() {
    Set<Long> values = new HashSet<>();
    for (Mix.Drawn call : drawn(7)) {
      switch (call.action()) {
        case Action.Append(long value) -> assertTrue(values.add(value));
        case Action.Write(long value) -> assertTrue(values.add(value));
        case Action.Swap(_, long value) -> assertTrue(values.add(value));
        case Action.ReadList _, Action.ReadValue _, Action.OfBank _ -> {
          // Uses none.
        }
      }
    }
  }

  @Test
  void twentyPairsOfListsShareASliceAndNothingElseDoes() {
    List<String> names = new Names("p1").all();
    var slices = new Slices(256);
    assertEquals(200, new HashSet<>(names).size());
    assertEquals(180, names.stream().map(slices::of).distinct().count());
  }

  @Test
  void aLineOfTheHistoryTellsAllOfACall() {
    var call =
        new Operation(
            3,
            "fault-register/p1-4-0",
            new Action.Swap(5, 6),
            "v6",
            2,
            "n1",
            10,
            20,
            new Outcome.Mismatch(7));
    assertEquals(
        "{\"process\":3,\"entity\":\"fault-register/p1-4-0\",\"op\":\"cas\",\"expected\":5,"
            + "\"value\":6,\"key\":\"v6\",\"node\":2,\"home\":\"n1\",\"invoke\":10,"
            + "\"complete\":20,\"outcome\":\"ok\",\"mismatch\":7}",
        HistoryFile.line(call));
  }

  private static List<Mix.Drawn> drawn(long seed) {
    var mix = new EntityMix(seed, 3);
    mix.phase("p1");
    List<Mix.Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      drawn.add(mix.next());
    }
    return drawn;
  }
}
