package dev.holdfast.messaging.operations;

import dev.holdfast.messaging.MessagingOperations;
import dev.holdfast.messaging.OperationRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import java.time.Instant;

/** Operations on what the journal, its book and the instances themselves have of messages. */
public final class JournalOperations implements MessagingOperations {
  private final OperationParts parts;
  private final ParkedMessages parked;
  private final Subscriptions subscriptions;
  private final Waiting waiting;

  public JournalOperations(OperationParts parts) {
    this.parts = parts;
    this.parked = new ParkedMessages(parts);
    this.subscriptions = new Subscriptions(parts);
    this.waiting = new Waiting(parts);
  }

  @Override
  public Json parked(ParkedPage page) throws OperationRefused {
    return parked.page(page);
  }

  @Override
  public Json message(EntityId instance, long number, Instant deadline) throws OperationRefused {
    return parked.message(instance, number, deadline);
  }

  @Override
  public Json repair(Repair repair) throws OperationRefused {
    return parked.repair(repair);
  }

  @Override
  public Json subscriptions() {
    return subscriptions.list();
  }

  @Override
  public Json subscription(String name) throws OperationRefused {
    return subscriptions.one(name);
  }

  @Override
  public Json pauseSubscription(String name, boolean paused) throws OperationRefused {
    return subscriptions.pause(name, paused);
  }

  @Override
  public Json rewind(String name, String to) throws OperationRefused {
    return subscriptions.rewind(name, to);
  }

  @Override
  public Json deliveries() {
    return waiting.deliveries();
  }

  @Override
  public Json pauseDeliveries(String service, String reason) throws OperationRefused {
    return waiting.pause(service, reason);
  }

  @Override
  public Json resumeDeliveries(String service) throws OperationRefused {
    return waiting.resume(service);
  }

  @Override
  public Json timers(int limit) {
    return waiting.timers(limit);
  }

  @Override
  public Json timersOf(EntityId instance, int limit) {
    return waiting.timersOf(instance, limit);
  }

  @Override
  public Json why(EntityId instance, Instant deadline) {
    return Why.of(parts, instance, deadline);
  }
}
