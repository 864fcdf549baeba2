package dev.holdfast.messaging.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerShelfTest {
  @ParameterizedTest
  @ValueSource(longs = {9, 20, 26, 115, 117, 178, 215, 281})
  void everyTimerGoesOffOnceUnlessItIsTakenBack(long seed) {
    var trial = new TimerShelfTrial(seed, 8);
    for (int step = 0; step < 3_000; step++) {
      trial.step();
    }
    trial.finish();
    assertEquals(trial.expected(), trial.fired());
    assertTrue(trial.fired().size() > 100, "it did something");
  }

  @Test
  void noMoreAreInMemoryThanItMayHold() {
    var trial = new TimerShelfTrial(1, 8);
    for (int i = 0; i < 100; i++) {
      trial.set("s/" + i, 30 + i);
      assertTrue(trial.inMemory() <= 8);
    }
    trial.finish();
    assertEquals(100, trial.fired().size());
  }

  @Test
  void timersOfAServiceThatTakesNoneHoldUpNobody() {
    var trial = new TimerShelfTrial(1, 8);
    trial.takers(Set.of("s"));
    for (int i = 0; i < 100; i++) {
      trial.set("paused/" + i, 1);
      trial.keep();
    }
    trial.set("s/a", 2);
    trial.keep();
    trial.restart();
    trial.pass(3);
    assertEquals(Set.of("s/a"), entities(trial));
    trial.takers(Set.of("s", "paused"));
    trial.pass(1);
    assertEquals(101, trial.fired().size());
  }

  @Test
  void anInstanceThatTakesNoneOfManyTimersHoldsUpNobody() {
    var trial = new TimerShelfTrial(1, 8);
    trial.dies("s/dead");
    for (int i = 0; i < 100; i++) {
      trial.setAside("s/dead", "t" + i, 1);
      trial.keep();
    }
    trial.set("s/well", 3);
    trial.pass(5);
    assertEquals(Set.of("s/well"), entities(trial));
    trial.recovers("s/dead");
    trial.pass(6);
    assertEquals(0, trial.inMemory(), "all were taken");
  }

  @Test
  void aTimerThatIsWrittenWhileTheBookIsReadIsNotMissed() {
    var trial = new TimerShelfTrial(1, 8);
    trial.set("s/far", 500);
    trial.keep();
    trial.restart();
    trial.startReading();
    trial.set("s/near", 2);
    trial.keep();
    trial.endReading();
    trial.pass(3);
    assertEquals(Set.of("s/near"), entities(trial));
  }

  private static Set<String> entities(TimerShelfTrial trial) {
    var entities = new HashSet<String>();
    trial.fired().forEach(one -> entities.add(one.substring(0, one.indexOf(' '))));
    return entities;
  }
}
