package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.RequestId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HandledRequestsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final int MANY = 300;

  private final HandledRequests requests = new HandledRequests(4);

  private void remember(long origin, long number) {
    var id = new RequestId(origin, number);
    var cause = new Cause(Cause.Kind.REQUEST, id.key(), 0);
    requests.remember(id, new Inbox.Entry(cause, number, Json.NULL, NOON, "v1"));
  }

  private HandledRequests.Seen look(long origin, long number, long floor) {
    return requests.look(new RequestId(origin, number), floor);
  }

  @Test
  void howeverManyNodesAskWhatIsUnderWayOfEachIsRemembered() {
    for (int origin = 1; origin <= MANY; origin++) {
      remember(origin, 7);
    }
    for (int origin = 1; origin <= MANY; origin++) {
      assertInstanceOf(HandledRequests.Seen.Before.class, look(origin, 7, 7));
    }
  }

  @Test
  void originsWithNothingUnderWayGoFirst() {
    remember(1, 7);
    for (int origin = 2; origin <= 2 * HandledRequests.MOST_ORIGINS; origin++) {
      look(origin, 7, 7);
    }
    assertInstanceOf(HandledRequests.Seen.Before.class, look(1, 7, 7));
    assertEquals(HandledRequests.MOST_ORIGINS, requests.floors().size());
  }

  @Test
  void aFloorFromASnapshotOutlivesTheStartForAsLongAsAnybodyCanWait() {
    requests.restore(1, 8, 5, NOON);
    requests.forgetBefore(NOON.minus(Duration.ofMinutes(5)));
    assertInstanceOf(HandledRequests.Seen.Over.class, look(1, 7, 1));
    requests.forgetBefore(NOON.plusSeconds(1));
    assertTrue(requests.floors().isEmpty());
  }
}
