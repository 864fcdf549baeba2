package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * A message that an instance could not handle. The instance itself has the whole of it; this row
 * makes it found.
 *
 * @param entity who parked it
 * @param number of the commit that parked it
 * @param lane the way it came
 * @param handler that it is for
 * @param blocking whether later messages of its lane wait for it
 */
public record ParkedRow(
    String entity,
    long number,
    String lane,
    Instant since,
    String handler,
    Failure failure,
    boolean blocking) {
  public ParkedKey key() {
    return new ParkedKey(entity, number);
  }
}
