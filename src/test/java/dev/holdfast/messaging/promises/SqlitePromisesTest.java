package dev.holdfast.messaging.promises;

import static dev.holdfast.messaging.promises.DeliveryPromises.FORGETFUL;
import static dev.holdfast.messaging.promises.DeliveryPromises.lines;
import static dev.holdfast.messaging.promises.DeliveryPromises.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What messaging promises on SQLite, and that tests of it can fail. */
class SqlitePromisesTest {
  @TempDir private Path folder = Path.of("");

  @Nested
  class Delivery extends DeliveryPromises {
    @Override
    Place place() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Waiting extends WaitingPromises {
    @Override
    Place place() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Timer extends TimerPromises {
    @Override
    Place place() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Calendar extends CalendarPromises {
    @Override
    Place place() {
      return Place.sqlite(folder);
    }
  }

  @Nested
  class Topic extends TopicPromises {
    @Override
    Place place() {
      return Place.sqlite(folder);
    }
  }

  /** What must go wrong when a promise is broken on purpose. */
  @Nested
  @Timeout(300)
  class NegativeControl {
    /** The test above can fail: a receiver that forgets what it handled has everything twice. */
    @Test
    void withoutTheMemoryOfReceiversWhatWasNotWrittenDownComesTwice() throws Exception {
      Place place =
          Place.sqlite(folder).with(FORGETFUL).with("holdfast.services.unsafe.dedup = false");
      PostNode first = place.start();
      send(first, "s", "a", 0, 20);
      first.untilDiary("a", 20);
      first.kill();
      try (PostNode second = place.start()) {
        assertEquals(40, second.untilDiary("a", 40).size());
      }
    }

    /**
     * The first test can fail, too: what landed while no courier was there is in the journal only.
     */
    @Test
    void withoutTheJournalWhatWasNotDeliveredIsLost() throws Exception {
      Place place = Place.sqlite(folder).with("holdfast.messaging.unsafe.read-journal = false");
      PostNode first = place.startWithoutCouriers();
      send(first, "s", "a", 0, 20);
      first.kill();
      try (PostNode second = place.start()) {
        send(second, "other", "b", 0, 1);
        PostNode.until(
            () -> {
              send(second, "s", "a", 20, 21);
              return !second.diary("a").isEmpty();
            },
            () -> "nothing is delivered at all");
        List<String> arrived = second.diary("a");
        assertTrue(arrived.stream().noneMatch(lines("s", 0, 20)::contains), arrived::toString);
      }
    }
  }
}
