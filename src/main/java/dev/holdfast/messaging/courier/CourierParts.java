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
 */
public record CourierParts(
    Journal journal,
    Services services,
    MessagingSettings settings,
    MessagingCounters counters,
    Supplier<Directory> directory,
    TopicSignals topics,
    InstantSource clock,
    Readings readings) {

  /**
   * How couriers read, all of a node together.
   *
   * @param openings reads what couriers need to begin
   * @param permits bounds the readings of the journal at once
   */
  public record Readings(Openings openings, Semaphore permits) {
    public static Readings of(Journal journal, int atOnce) {
      return new Readings(new Openings(journal.deliveries()), new Semaphore(atOnce));
    }
  }
}
