package dev.holdfast.journal.messages;

import java.util.List;
import java.util.Map;

/**
 * What the new owner of a slice has to know to go on with its messages.
 *
 * @param positions by lane, how far messages were delivered
 * @param asides all that is put aside
 * @param outgoing the offset of the last commit with an outbox; 0 when there is none
 * @param timers whether the book has any timer
 */
public record Opening(
    Map<String, Long> positions, List<AsideRow> asides, long outgoing, boolean timers) {
  public Opening {
    positions = Map.copyOf(positions);
    asides = List.copyOf(asides);
  }
}
