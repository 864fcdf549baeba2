package dev.holdfast.journal.messages;

/** Names a parked message; lists are in this order, entities by bytes. */
public record ParkedKey(String entity, long number) {
  /** Before all others. */
  public static final ParkedKey START = new ParkedKey("", 0);
}
