package dev.holdfast.journal.messages;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is known of topics and who listens to them, the same for all nodes; blocks on the database.
 * Lists are in the order of names, by bytes, and short: what people made by hand or in code.
 *
 * <p>Invariant: each call is one statement, and adding what is there changes nothing, so any node
 * may call at any time; nothing here is fenced.
 */
public interface MessagingRegistry {
  void addTopics(Collection<String> names, Instant now);

  List<TopicRow> topics();

  /** Adds the row unless there is one of its name; returns the one that is there. */
  SubscriptionRow addSubscription(SubscriptionRow row);

  Optional<SubscriptionRow> subscription(String name);

  List<SubscriptionRow> subscriptions();

  /** Whether there is such a subscription, which now is as asked. */
  boolean pauseSubscription(String name, boolean paused);

  /**
   * Raises the generation from this one; empty when the subscription has another or is not there.
   */
  Optional<SubscriptionRow> nextGeneration(String name, int generation);

  /** Whether there was one. */
  boolean removeSubscription(String name);

  /** Adds it unless it is there; the first reason stands. */
  void pauseService(PausedService paused);

  /** Whether it was paused. */
  boolean resumeService(String name);

  List<PausedService> pausedServices();

  /** Adds a calendar unless there is one of the name; returns the one that is there. */
  ScheduleRow addSchedule(String name, Instant now);

  /** Remembers that the due time is taken care of, unless a later one is. */
  void scheduleRan(String name, Instant due);

  List<ScheduleRow> schedules();

  /** Adds a connector or replaces the settings of the one that is there. */
  void putConnector(ConnectorRow connector);

  /** Whether there was one. */
  boolean removeConnector(String name);

  List<ConnectorRow> connectors();
}
