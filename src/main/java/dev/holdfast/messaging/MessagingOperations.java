package dev.holdfast.messaging;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.Origin;
import java.time.Instant;

/**
 * What operators see of messages, and what they do about them. Answers are documents for people and
 * programs; their fields are in {@code docs/messaging.md}.
 *
 * <p>Invariant: whatever is done to a parked message is a commit of its instance and names the
 * operator. Every method blocks, on the database and, until the deadline at most, on an instance,
 * so call it on a virtual thread.
 */
public interface MessagingOperations {
  /**
   * A page of what is parked. What was parked within the last seconds may not be in it yet.
   *
   * @param service of whose instances; empty for all
   * @param instance whose, as {@code service/id}; empty for all
   * @param cursor that of the page before, or empty
   */
  record ParkedPage(String service, String instance, String cursor, int limit) {}

  Json parked(ParkedPage page) throws OperationRefused;

  /** One message whole, with the state that it met and what was done to it since. */
  Json message(EntityId instance, long number, Instant deadline) throws OperationRefused;

  /**
   * Something to be done to a parked message.
   *
   * @param by who asks for it
   */
  record Repair(
      EntityId instance, long number, Origin.Repair.Action action, Caller by, Instant deadline) {}

  /** Does it; a retry that failed again is an answer, too. */
  Json repair(Repair repair) throws OperationRefused;

  Json subscriptions();

  Json subscription(String name) throws OperationRefused;

  Json pauseSubscription(String name, boolean paused) throws OperationRefused;

  /**
   * Lets the subscription begin anew.
   *
   * @param to {@code beginning}, {@code now} or a time
   */
  Json rewind(String name, String to) throws OperationRefused;

  /** Services to which nothing is delivered, and who is set aside. */
  Json deliveries();

  /** From now on nothing is delivered to the service; the first reason stands. */
  Json pauseDeliveries(String service, String reason) throws OperationRefused;

  Json resumeDeliveries(String service) throws OperationRefused;

  /** The timers that are due next, of all instances. */
  Json timers(int limit);

  Json timersOf(EntityId instance, int limit);

  /** What keeps an instance from handling messages, and what would help. */
  Json why(EntityId instance, Instant deadline);
}
