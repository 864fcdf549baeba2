package dev.holdfast.journal.messages;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be changed in the delivery book of one slice, in order: all of it or nothing.
 *
 * <p>Invariant: each change may be made again, in its order, without harm; whoever carries messages
 * begins again behind what it kept last.
 */
public record Bookkeeping(List<Change> changes) {
  public Bookkeeping {
    changes = List.copyOf(changes);
  }

  /** The instances whose rows are changed; they must be of the slice. */
  public Stream<String> entities() {
    return changes.stream()
        .flatMap(
            change ->
                switch (change) {
                  case Change.TimerSet(var timer) -> Stream.of(timer.entity());
                  case Change.TimerGone(var entity, _, _) -> Stream.of(entity);
                  case Change.Parked(var row) -> Stream.of(row.entity());
                  case Change.Released(var key) -> Stream.of(key.entity());
                  case Change.Reached _, Change.PutAside _, Change.TakenUp _ -> Stream.empty();
                });
  }

  /** One change of the book. */
  public sealed interface Change {
    /** All messages of the lane up to the offset are delivered or put aside; may also go back. */
    record Reached(String lane, long offset) implements Change {}

    /** A receiver's messages wait, from this one on; replaces what was known of it. */
    record PutAside(AsideRow aside) implements Change {}

    /** A receiver's messages wait no more. */
    record TakenUp(String lane, String receiver) implements Change {}

    /** A timer is set, unless one of a later commit is known. */
    record TimerSet(TimerRow timer) implements Change {}

    /** A timer is gone by the commit of this sequence number; one of a later commit stays. */
    record TimerGone(String entity, String name, long sequence) implements Change {}

    /** A message is parked; replaces what was known of it. */
    record Parked(ParkedRow row) implements Change {}

    /** A message is parked no more. */
    record Released(ParkedKey key) implements Change {}
  }
}
