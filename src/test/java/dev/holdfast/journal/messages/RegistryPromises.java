package dev.holdfast.journal.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.Journal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the registry of topics and subscriptions keeps, on every database. */
interface RegistryPromises {
  Instant NOON = Instant.ofEpochSecond(1_700_000_000L, 123);
  Instant LATER = NOON.plusSeconds(60);

  /** Another journal on this test's database. */
  Journal join() throws SQLException;

  @Test
  default void aTopicIsKnownSinceItWasFirstAdded() throws SQLException {
    try (Journal journal = join()) {
      MessagingRegistry registry = journal.messagingRegistry();
      registry.addTopics(List.of("orders", "bills", "orders"), NOON);
      registry.addTopics(List.of("orders", "alarms"), LATER);
      registry.addTopics(List.of(), LATER);
      assertEquals(
          List.of(
              new TopicRow("alarms", LATER),
              new TopicRow("bills", NOON),
              new TopicRow("orders", NOON)),
          registry.topics());
    }
  }

  @Test
  default void aSubscriptionStaysAsItWasAddedUntilItIsChanged() throws SQLException {
    try (Journal journal = join()) {
      MessagingRegistry registry = journal.messagingRegistry();
      var row = new SubscriptionRow("mail.send", "orders", 1, false, NOON, "{\"a\":1}");
      assertEquals(row, registry.addSubscription(row));
      var other = new SubscriptionRow("mail.send", "bills", 7, true, LATER, "{}");
      assertEquals(row, registry.addSubscription(other));
      assertTrue(registry.pauseSubscription("mail.send", true));
      assertFalse(registry.pauseSubscription("none", true));
      var changed = new SubscriptionRow("mail.send", "orders", 2, true, NOON, "{\"a\":1}");
      assertEquals(
          Optional.of(changed), registry.nextGeneration("mail.send", changed.generation() - 1));
      assertEquals(
          Optional.empty(), registry.nextGeneration("mail.send", changed.generation() - 1));
      assertEquals(Optional.empty(), registry.nextGeneration("none", 1));
      assertEquals(Optional.of(changed), registry.subscription("mail.send"));
      assertEquals(List.of(changed), registry.subscriptions());
      assertTrue(registry.removeSubscription("mail.send"));
      assertFalse(registry.removeSubscription("mail.send"));
      assertEquals(Optional.empty(), registry.subscription("mail.send"));
    }
  }

  @Test
  default void aServiceIsPausedForTheFirstReasonUntilItIsResumed() throws SQLException {
    try (Journal journal = join()) {
      MessagingRegistry registry = journal.messagingRegistry();
      registry.pauseService(new PausedService("shop", NOON, "broken"));
      registry.pauseService(new PausedService("shop", LATER, "another"));
      assertEquals(List.of(new PausedService("shop", NOON, "broken")), registry.pausedServices());
      assertTrue(registry.resumeService("shop"));
      assertFalse(registry.resumeService("shop"));
      assertEquals(List.of(), registry.pausedServices());
    }
  }

  @Test
  default void whatACalendarHasRunNeverGoesBack() throws SQLException {
    try (Journal journal = join()) {
      MessagingRegistry registry = journal.messagingRegistry();
      assertEquals(
          new ScheduleRow("shop.close.eu", NOON, NOON),
          registry.addSchedule("shop.close.eu", NOON));
      registry.scheduleRan("shop.close.eu", LATER);
      registry.scheduleRan("shop.close.eu", NOON.plusSeconds(1));
      registry.scheduleRan("none", LATER);
      var ran = new ScheduleRow("shop.close.eu", NOON, LATER);
      assertEquals(ran, registry.addSchedule("shop.close.eu", LATER.plusSeconds(9)));
      assertEquals(List.of(ran), registry.schedules());
    }
  }

  @Test
  default void aConnectorTakesNewSettings() throws SQLException {
    try (Journal journal = join()) {
      MessagingRegistry registry = journal.messagingRegistry();
      registry.putConnector(new ConnectorRow("kafka", "{}", NOON));
      registry.putConnector(new ConnectorRow("kafka", "{\"url\":\"k\"}", LATER));
      assertEquals(
          List.of(new ConnectorRow("kafka", "{\"url\":\"k\"}", NOON)), registry.connectors());
      assertTrue(registry.removeConnector("kafka"));
      assertFalse(registry.removeConnector("kafka"));
      assertEquals(List.of(), registry.connectors());
    }
  }
}
