package dev.holdfast.runtimes;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Problem;
import java.util.List;

/** What a command handler decided, as data. */
public sealed interface Decision {
  /**
   * To be committed: the events, the state they lead to, the reply evaluated on that state, and
   * what else it causes. Without events and with an empty outbox nothing changed.
   */
  record Accepted(List<EventData> events, FunctionState next, Json reply, Outbox outbox)
      implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }

    /** Without anything beside the state. */
    public Accepted(List<EventData> events, FunctionState next, Json reply) {
      this(events, next, reply, Outbox.EMPTY);
    }

    /** Whether there is something to write. */
    public boolean changesNothing() {
      return events.isEmpty() && outbox.isEmpty();
    }
  }

  /** Refused by a value: nothing is written. */
  record Rejected(Problem problem) implements Decision {}
}
