package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Knocking at ports takes no longer than it may. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortsTest {
  @Test
  void aNameThatIsLookedUpForEverIsNoAnswerAndHoldsUpNobody() {
    var never = new CountDownLatch(1);
    Map<String, Answer> answers =
        Ports.knock(
            List.of(Rows.row("lost:1", 0), Rows.row("here:1", 0), Rows.row("odd:1", 0)),
            Duration.ofMillis(50),
            address ->
                switch (Ports.host(address)) {
                  case "lost" -> hang(never);
                  case "odd" -> throw new IllegalArgumentException("no port");
                  default -> Answer.OPEN;
                });
    assertEquals(
        Map.of("lost:1", Answer.NOTHING, "here:1", Answer.OPEN, "odd:1", Answer.NOTHING), answers);
    never.countDown();
  }

  private static Answer hang(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Answer.OPEN;
  }
}
