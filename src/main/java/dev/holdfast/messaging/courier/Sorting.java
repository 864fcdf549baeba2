package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.directory.Subscription;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import java.util.ArrayList;
import java.util.List;

/** Makes letters of a commit: those of one lane, in order. */
@FunctionalInterface
interface Sorting {
  List<Letter> letters(CommitRow row);

  /** Durable sends. */
  Sorting SENDS =
      row -> {
        List<Send> sends = row.commit().outbox().sends();
        if (sends.isEmpty()) {
          return List.of();
        }
        Caller sender = Caller.service(EntityId.parse(row.entity()).service());
        List<Letter> letters = new ArrayList<>(sends.size());
        for (int i = 0; i < sends.size(); i++) {
          Send send = sends.get(i);
          String receiver = send.call().target().service();
          Caller caller = send.returned() ? Caller.service(receiver) : sender;
          letters.add(
              new Letter(
                  new MessageId(row.slice(), row.offset(), i),
                  send.call().target().key(),
                  new Letter.Content.Invoke(send.call(), send.otherwise(), caller, false)));
        }
        return letters;
      };

  /** Messages of a topic, for one subscription. */
  static Sorting of(Subscription subscription) {
    return row -> {
      Outbox outbox = row.commit().outbox();
      List<Letter> letters = List.of();
      for (int i = 0; i < outbox.publications().size(); i++) {
        Publication publication = outbox.publications().get(i);
        if (publication.topic().equals(subscription.topic())) {
          var letter = subscription.addressing().letter(message(row, i));
          if (letter.isPresent()) {
            letters = letters.isEmpty() ? new ArrayList<>() : letters;
            letters.add(letter.get());
          }
        }
      }
      return letters;
    };
  }

  /** Publications are numbered after the sends of their commit. */
  static TopicMessage message(CommitRow row, int publication) {
    Outbox outbox = row.commit().outbox();
    return new TopicMessage(
        new MessageId(row.slice(), row.offset(), outbox.sends().size() + publication),
        EntityId.parse(row.entity()),
        row.commit().time(),
        outbox.publications().get(publication));
  }
}
