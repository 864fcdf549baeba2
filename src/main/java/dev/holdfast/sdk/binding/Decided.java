package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Effect;
import java.util.List;

/** What a command came to. */
public sealed interface Decided permits Decided.Accepted, Refused {
  /**
   * The events to journal, the state they lead to, the reply in that state as JSON ({@code null} if
   * there is none), and what else is to be done.
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Accepted(List<EncodedEvent> events, Object next, byte[] reply, List<Effect.Action> actions)
      implements Decided {}
}
