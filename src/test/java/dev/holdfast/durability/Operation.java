package dev.holdfast.durability;

/**
 * One append of one number and what its client knows of it in the end.
 *
 * @param number unique in the run, so that the list of an entity tells which append it was
 * @param sends how often it was sent, always with the same idempotency key
 */
record Operation(String entity, long number, int sends, Outcome outcome) {
  /** What the client was told. */
  sealed interface Outcome {
    /** The number has this place in the list, counted from 1. */
    record Acknowledged(int place) implements Outcome {}

    /** Answered with a status that says that nothing was written. */
    record Refused(int status) implements Outcome {}

    /** No answer, or one that says that it is not known. */
    record Unknown() implements Outcome {}
  }
}
