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

  /** What a register holds. */
  record ReadValue(boolean strong) implements Action {}
}
