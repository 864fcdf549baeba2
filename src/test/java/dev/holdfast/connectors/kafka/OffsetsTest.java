package dev.holdfast.connectors.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  private static final long SEED = 20260301;

  private final Offsets offsets = new Offsets();

  @Test
  void whatIsNotThroughKeepsTheBoundBack() {
    for (long offset : new long[] {17, 18, 20, 25}) {
      offsets.arrived(offset);
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
  void onlyWhatTheBrokerDoesNotKnowIsDue() {
    assertFalse(offsets.isDue());
    offsets.arrived(0);
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
    offsets.arrived(5);
    assertThrows(IllegalArgumentException.class, () -> offsets.arrived(5));
  }

  @Test
  void nothingThatIsNotThroughIsEverBelowTheBound() {
    var random = new Random(SEED);
    List<Long> open = new ArrayList<>();
    long next = 1000;
    for (int step = 0; step < 20_000; step++) {
      if (open.isEmpty() || (open.size() < 50 && random.nextBoolean())) {
        next += random.nextInt(3);
        offsets.arrived(next);
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
