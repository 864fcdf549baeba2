package dev.holdfast.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreTheTrueOnesOrAtMostOnePartAbove() {
    var random = new Random(7);
    long[] all = new long[10_000];
    var latencies = new Latencies();
    for (int i = 0; i < all.length; i++) {
      all[i] = (long) Math.exp(random.nextDouble() * 25);
      latencies.record(all[i]);
    }
    Arrays.sort(all);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
      double exact = all[(int) Math.ceil(share * all.length) - 1] / 1e6;
      double found = latencies.percentileMillis(share);
      assertTrue(found >= exact && found <= exact * 1.016 + 1e-6, share + ": " + found);
    }
    assertEquals(all.length, latencies.count());
  }

  @Test
  void theExtremesHaveAPlace() {
    var latencies = new Latencies();
    latencies.record(-1);
    latencies.record(Long.MAX_VALUE);
    assertEquals(0, latencies.percentileMillis(0.5));
    assertEquals(Long.MAX_VALUE / 1e6, latencies.percentileMillis(1), 1);
  }

  @Test
  void withoutRecordsEveryPercentileIsZero() {
    assertEquals(0, new Latencies().percentileMillis(0.99));
  }
}
