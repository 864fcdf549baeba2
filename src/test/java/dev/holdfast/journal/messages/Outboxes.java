package dev.holdfast.journal.messages;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalEntry;
import dev.holdfast.journal.Journals;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Commits that cause something, and appending them. */
final class Outboxes {
  private Outboxes() {}

  static Outbox publishing(String... topics) {
    return new Outbox(
        List.of(),
        Stream.of(topics).map(topic -> new Publication(topic, "k", Json.NULL, Map.of())).toList(),
        List.of(),
        List.of());
  }

  static Outbox sending() {
    var call = new HandlerCall(new EntityId("s", "b"), "add", Json.NULL);
    return new Outbox(List.of(new Send(call, Optional.empty())), List.of(), List.of(), List.of());
  }

  static Outbox cancelling(String timer) {
    return new Outbox(List.of(), List.of(), List.of(new TimerChange.Gone(timer)), List.of());
  }

  static Outbox releasing(long number) {
    return new Outbox(
        List.of(), List.of(), List.of(), List.of(new ParkingChange.Released(number, true)));
  }

  static Commit at(Instant time, Outbox outbox) {
    Commit commit = Journals.commit(1, outbox);
    return new Commit(
        commit.cause(),
        commit.handler(),
        commit.events(),
        commit.reply(),
        commit.caller(),
        time,
        commit.version(),
        outbox,
        commit.asked());
  }

  static long append(Journal journal, String entity, long sequence, Commit commit) {
    long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
    return Journals.get(journal.append(entity, sequence, List.of(new JournalEntry(epoch, commit))));
  }
}
