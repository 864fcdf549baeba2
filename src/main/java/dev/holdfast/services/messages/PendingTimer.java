package dev.holdfast.services.messages;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Send;
import java.time.Instant;

/**
 * A timer that is set.
 *
 * @param sequence of the commit that set it
 */
public record PendingTimer(String name, long sequence, Instant due, Send call) {
  /**
   * The same timer, which has in common with another one in memory what is equal: instances set
   * timers by the thousand that differ in their name and time alone.
   */
  PendingTimer beside(PendingTimer other) {
    return new PendingTimer(name, sequence, due, common(call, other.call));
  }

  private static Send common(Send own, Send other) {
    if (own.equals(other)) {
      return other;
    }
    HandlerCall mine = own.call();
    HandlerCall theirs = other.call();
    EntityId target = mine.target().equals(theirs.target()) ? theirs.target() : mine.target();
    String handler = mine.handler().equals(theirs.handler()) ? theirs.handler() : mine.handler();
    Json argument = mine.argument().equals(theirs.argument()) ? theirs.argument() : mine.argument();
    return new Send(new HandlerCall(target, handler, argument), own.otherwise(), own.returned());
  }
}
