package dev.holdfast.messaging;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.TopicRow;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Topics as they stand in the journal. */
final class JournalTopics implements TopicReads {
  private final Journal journal;
  private final TopicSignals signals;

  JournalTopics(Journal journal, TopicSignals signals) {
    this.journal = journal;
    this.signals = signals;
  }

  @Override
  public List<String> topics() {
    return journal.messagingRegistry().topics().stream().map(TopicRow::name).toList();
  }

  @Override
  public Page read(String topic, TopicCursor after, Instant from, int limit) {
    Map<Integer, Long> offsets = new HashMap<>();
    after.places().forEach((slice, place) -> offsets.put(slice, place.offset()));
    List<TopicMessage> messages = new ArrayList<>();
    TopicCursor next = after;
    for (CommitRow row : journal.outgoingReads().published(topic, offsets, from, limit)) {
      TopicCursor.Place place = next.at(row.slice());
      int taken = row.offset() == place.offset() + 1 ? place.taken() : 0;
      for (TopicMessage message : messages(row, topic)) {
        if (message.id().index() >= taken) {
          if (messages.size() >= limit) {
            return new Page(messages, next);
          }
          messages.add(message);
          next = next.after(message.id());
        }
      }
      next = next.with(row.slice(), new TopicCursor.Place(row.offset(), 0));
    }
    return new Page(messages, next);
  }

  private static List<TopicMessage> messages(CommitRow row, String topic) {
    Outbox outbox = row.commit().outbox();
    List<TopicMessage> messages = new ArrayList<>();
    for (int i = 0; i < outbox.publications().size(); i++) {
      if (outbox.publications().get(i).topic().equals(topic)) {
        messages.add(
            new TopicMessage(
                new MessageId(row.slice(), row.offset(), outbox.sends().size() + i),
                EntityId.parse(row.entity()),
                row.commit().time(),
                outbox.publications().get(i)));
      }
    }
    return messages;
  }

  @Override
  public Subscription follow(String topic, Runnable nudge) {
    return signals.follow(topic, nudge);
  }
}
