package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.link.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * The topic that gets poison; all of it belongs to the thread of the intake.
 *
 * <p>Invariant: a record is through once the broker has it, or has said that it will never take it.
 * One at a time is sent: the broker refuses a batch for one of its records, and a send may have to
 * wait for seconds, in which nothing else of the source goes on. After one that failed none is sent
 * any more, since the connection is lost.
 *
 * <pre>
 *   add ──► waiting ──► sent ──► taken, or never to be taken ──► through, next one
 *                         └────► failed ──► the connection is lost
 * </pre>
 */
final class Grave {
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Intake<Place> intake;
  private final Status status;

  /** The first one is with the producer. */
  private final Deque<Poison> waiting = new ArrayDeque<>();

  private record Poison(Place place, String why, Consumer<Place> through) {}

  Grave(String topic, Producer<byte[], byte[]> producer, Intake<Place> intake, Status status) {
    this.topic = topic;
    this.producer = producer;
    this.intake = intake;
    this.status = status;
  }

  /**
   * Puts a record aside.
   *
   * @param through is told once that is done
   */
  void add(Place place, String why, Consumer<Place> through) {
    waiting.add(new Poison(place, why, through));
    if (waiting.size() == 1) {
      sendFirst();
    }
  }

  private void sendFirst() {
    Poison first = waiting.getFirst();
    var _ =
        producer.send(
            Records.poison(topic, first.place(), first.why()),
            (_, failure) -> answered(first.place(), failure));
  }

  private void answered(Place place, @Nullable Exception failure) {
    if (failure == null) {
      intake.tell(this::through);
    } else if (Records.isNeverTaken(failure)) {
      intake.tell(
          () -> {
            status.complain(
                "poison %s is passed over, %s does not take it: %s"
                    .formatted(place.id(), topic, Status.text(failure)));
            through();
          });
    } else {
      intake.lost(failure);
    }
  }

  private void through() {
    Poison first = waiting.remove();
    first.through().accept(first.place());
    if (!waiting.isEmpty()) {
      sendFirst();
    }
  }
}
