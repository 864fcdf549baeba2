package dev.holdfast.connectors.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  private static final long SEED = 20260301;

  private static final Optional<Integer> NO_EPOCH = Optional.empty();

  private final Offsets offsets = new Offsets();

  @Test
  void whatIsNotThroughKeepsTheBoundBack() {
    for (long offset : new long[] {17, 18, 20, 25}) {
      offsets.arrived(offset, NO_EPOCH);
    }
    assertEquals(17, offsets.through());
    offsets.accepted(18);
    offsets.accepted(25);
    assertEquals(17, offsets.through());
    offsets.accepted(17);
    assertEquals(20, offsets.through(), "19 is a gap");
    offsets.accepted(20);
    assertEquals(26, offsets.through());
    offsets.accepted(20);
    assertEquals(26, offsets.through(), "twice is once");
  }

  @Test
  void whatIsThroughAboveTheBoundIsCounted() {
    for (long offset = 1; offset <= 6; offset++) {
      offsets.arrived(offset, NO_EPOCH);
    }
    offsets.accepted(1);
    assertEquals(0, offsets.ahead());
    for (long offset : new long[] {3, 4, 6, 6}) {
      offsets.accepted(offset);
    }
    assertEquals(3, offsets.ahead());
    offsets.accepted(2);
    assertEquals(1, offsets.ahead(), "6 is above 5 alone");
    offsets.accepted(5);
    assertEquals(0, offsets.ahead());
  }

  @Test
  void theBoundHasTheEpochOfItsRecordOrOfTheLastOne() {
    assertEquals(NO_EPOCH, offsets.epoch());
    offsets.arrived(1, Optional.of(4));
    offsets.arrived(2, Optional.of(5));
    assertEquals(Optional.of(4), offsets.epoch());
    offsets.accepted(1);
    assertEquals(Optional.of(5), offsets.epoch());
    offsets.accepted(2);
    assertEquals(Optional.of(5), offsets.epoch());
  }

  @Test
  void onlyWhatTheBrokerDoesNotKnowIsDue() {
    assertFalse(offsets.isDue());
    offsets.arrived(0, NO_EPOCH);
    assertFalse(offsets.isDue());
    offsets.accepted(0);
    assertTrue(offsets.isDue());
    offsets.committed(1);
    assertFalse(offsets.isDue());
    offsets.committed(0);
    assertFalse(offsets.isDue(), "answers may come late");
  }

  @Test
  void offsetsOnlyGrow() {
    offsets.arrived(5, NO_EPOCH);
    assertThrows(IllegalArgumentException.class, () -> offsets.arrived(5, NO_EPOCH));
  }

  @Test
  void nothingThatIsNotThroughIsEverBelowTheBound() {
    var random = new Random(SEED);
    List<Long> open = new ArrayList<>();
    long next = 1000;
    for (int step = 0; step < 20_000; step++) {
      if (open.isEmpty() || (open.size() < 50 && random.nextBoolean())) {
        next += random.nextInt(3);
        offsets.arrived(next, NO_EPOCH);
        open.add(next++);
      } else {
        long one = open.remove(random.nextInt(open.size()));
        offsets.accepted(one);
      }
      long bound = offsets.through();
      assertTrue(open.stream().allMatch(one -> one >= bound), "SEED=" + SEED);
      long least = open.stream().min(Long::compare).orElse(next);
      assertEquals(least, bound, "SEED=" + SEED);
    }
  }
}
