package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Opening;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a courier is told, mostly by itself after something that took a while. */
sealed interface CourierMessage {
  /** A commit of its slice that causes something is on disk. */
  record Landed(CommitRow row) implements CourierMessage {}

  /** Commits may have landed unnoticed. */
  enum Missed implements CourierMessage {
    MISSED
  }

  /** What the book has of its slice. */
  record Opened(Opening opening) implements CourierMessage {}

  /** The journal was read for a lane. */
  record Loaded(String lane, long ticket, long after, List<CommitRow> rows, boolean end)
      implements CourierMessage {}

  /** The journal could not be read. */
  record NotLoaded(String lane, long ticket) implements CourierMessage {}

  record Answered(String lane, Letter letter, Verdict verdict) implements CourierMessage {}

  /** Timers were read; {@code next} is due when the first one after them is. */
  record TimersLoaded(List<TimerRow> rows, Optional<Instant> next) implements CourierMessage {}

  record Fired(Firing firing, Verdict verdict) implements CourierMessage {}

  /** By calendar, the time that was last taken care of. */
  record Calendars(Map<String, Instant> last) implements CourierMessage {}

  record Ran(Agenda.Entry entry, Verdict verdict) implements CourierMessage {}

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

  /** A timer is due. */
  enum Due implements CourierMessage {
    DUE
  }

  enum Tick implements CourierMessage {
    TICK
  }

  enum Stop implements CourierMessage {
    STOP
  }
}
