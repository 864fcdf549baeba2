package dev.holdfast.runtimes;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;

/** Calls to other services from inside a handler; blocks the handler until the answer. */
@FunctionalInterface
public interface Calls {
  Result call(EntityId target, String handler, Json argument);

  /** What the other service answered. */
  sealed interface Result {
    record Replied(Json reply) implements Result {}

    record Refused(Problem problem) implements Result {}
  }
}
