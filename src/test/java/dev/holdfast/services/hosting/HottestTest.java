package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HottestTest {
  @Test
  void theBusiestAreKeptWhateverTheOrder() {
    List<Integer> calls = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      calls.add(i);
    }
    Collections.shuffle(calls, new Random(7));
    var hottest = new Hottest(3);
    calls.forEach(each -> hottest.offer(id(each), each));
    assertEquals(
        List.of(
            new HotInstance(id(1000), 1000),
            new HotInstance(id(999), 999),
            new HotInstance(id(998), 998)),
        hottest.list());
  }

  @Test
  void whoIsIdleIsNotHot() {
    var hottest = new Hottest(3);
    hottest.offer(id(1), 0);
    hottest.offer(id(2), 0.2);
    assertEquals(List.of(), hottest.list());
  }

  private static EntityId id(int number) {
    return new EntityId("counter", "c" + number);
  }
}
