package dev.holdfast.services.history;

import dev.holdfast.journal.CommitRow;
import java.util.List;

/**
 * One commit and what it did to the state.
 *
 * @param diff the changes from the state before to the state after, as today's version folds them
 */
public record HistoryRow(CommitRow row, List<StateDiff.Change> diff) {
  public HistoryRow {
    diff = List.copyOf(diff);
  }
}
