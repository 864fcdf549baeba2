package dev.holdfast.cli.faults.check;

/** What a caller asked of one entity; a value is used once in a run, so it tells who wrote it. */
public sealed interface Action {
  /** To the end of a list. */
  record Append(long value) implements Action {}

  /** The whole list. */
  record ReadList(boolean strong) implements Action {}

  /** Over whatever a register holds. */
  record Write(long value) implements Action {}

  /** Only over the value that is expected. */
  record Swap(long expected, long value) implements Action {}

  /** What a register holds, or any other service whose state is one number. */
  record ReadValue(boolean strong) implements Action {}

  /** Asked of the bank; what comes of it is no matter of one entity. */
  sealed interface OfBank extends Action {
    /**
     * Money from the entity that is called to another account.
     *
     * @param id used once in a run
     * @param held whether the receiver has to claim it, else a timer returns it
     */
    record Transfer(long id, String to, long cents, boolean held) implements OfBank {}

    /** What was held for its receiver. */
    record Claim(long id) implements OfBank {}

    /** From now on an account refuses what comes, or takes it again. */
    record Close(boolean closed) implements OfBank {}
  }
}
