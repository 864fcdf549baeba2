package dev.holdfast.messaging.courier;

import dev.holdfast.journal.Journal;
import dev.holdfast.messaging.MessagingSettings;
import dev.holdfast.messaging.TopicSignals;
import dev.holdfast.messaging.directory.Directory;
import dev.holdfast.services.Services;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * What all couriers of a node share.
 *
 * @param directory as it is now; one volatile read
 * @param topics is told of topics that are published to
 * @param openings reads what couriers need to begin
 * @param reading bounds the readings of the journal at once
 */
public record CourierParts(
    Journal journal,
    Services services,
    MessagingSettings settings,
    MessagingCounters counters,
    Supplier<Directory> directory,
    TopicSignals topics,
    InstantSource clock,
    Openings openings,
    Semaphore reading) {

  public CourierParts(
      Journal journal,
      Services services,
      MessagingSettings settings,
      MessagingCounters counters,
      Supplier<Directory> directory,
      TopicSignals topics,
      InstantSource clock) {
    this(
        journal,
        services,
        settings,
        counters,
        directory,
        topics,
        clock,
        new Openings(journal.deliveries()),
        new Semaphore(settings.readers()));
  }
}
