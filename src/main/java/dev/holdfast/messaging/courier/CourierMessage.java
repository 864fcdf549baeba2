package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import java.util.List;
import java.util.Map;

/** What a courier is told, mostly by itself after something that took a while. */
sealed interface CourierMessage {
  /** A commit of its slice that causes something is on disk. */
  record Landed(CommitRow row) implements CourierMessage {}

  /** Commits may have landed unnoticed. */
  enum Missed implements CourierMessage {
    MISSED
  }

  /** What the book has of its slice. */
  record Opened(Map<String, Long> positions, List<AsideRow> asides) implements CourierMessage {}

  /** The journal was read for a lane. */
  record Loaded(String lane, long ticket, long after, List<CommitRow> rows, boolean end)
      implements CourierMessage {}

  /** The journal could not be read. */
  record NotLoaded(String lane, long ticket) implements CourierMessage {}

  record Answered(String lane, Letter letter, Verdict verdict) implements CourierMessage {}

  /** Timers were read; {@code end} when there are no more before the horizon. */
  record TimersLoaded(List<TimerRow> rows, long until, boolean end) implements CourierMessage {}

  record Fired(Firing firing, Verdict verdict) implements CourierMessage {}

  /** The book was written, or not. */
  record Kept(Book.Page page, Result result) implements CourierMessage {}

  /** How a writing of the book ended. */
  enum Result {
    DONE,
    AGAIN,
    FENCED
  }

  /** Something it asked for failed: it asks again at its next tick. */
  record Failed(String what) implements CourierMessage {}

  enum Tick implements CourierMessage {
    TICK
  }

  enum Stop implements CourierMessage {
    STOP
  }
}
