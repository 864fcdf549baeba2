package dev.holdfast.runtimes;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import java.util.List;

/** What a command handler decided, as data. */
public sealed interface Decision {
  /**
   * To be committed: the events, the state they lead to, and the reply evaluated on that state.
   * Without events nothing changed.
   */
  record Accepted(List<EventData> events, FunctionState next, Json reply) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** Refused by a value: nothing is written. */
  record Rejected(Problem problem) implements Decision {}
}
