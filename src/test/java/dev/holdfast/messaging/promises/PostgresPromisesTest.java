package dev.holdfast.messaging.promises;

import org.junit.jupiter.api.Nested;

/** What messaging promises on PostgreSQL; every test has a database of its own. */
class PostgresPromisesTest {
  @Nested
  class Delivery extends DeliveryPromises {
    @Override
    Place place() throws Exception {
      return Place.postgres();
    }
  }

  @Nested
  class Waiting extends WaitingPromises {
    @Override
    Place place() throws Exception {
      return Place.postgres();
    }
  }

  @Nested
  class Timer extends TimerPromises {
    @Override
    Place place() throws Exception {
      return Place.postgres();
    }
  }

  @Nested
  class Calendar extends CalendarPromises {
    @Override
    Place place() throws Exception {
      return Place.postgres();
    }
  }

  @Nested
  class Topic extends TopicPromises {
    @Override
    Place place() throws Exception {
      return Place.postgres();
    }
  }
}
