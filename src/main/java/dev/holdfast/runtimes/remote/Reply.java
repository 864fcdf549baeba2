package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a function answered to {@code decide}, before it is checked. */
sealed interface Reply {
  /** What a handler decided, or a query found. */
  record Decided(
      List<EventData> events,
      Json reply,
      Optional<Json> state,
      List<SendPart> sends,
      List<PublishPart> publishes,
      List<TimerPart> timers)
      implements Reply {}

  /**
   * It refused.
   *
   * @param service whose rejection it is; absent when it is its own
   */
  record Refused(Optional<String> service, String code, int status, String detail, String pointer)
      implements Reply {}

  record Nothing() implements Reply {}

  /** Calls that are to be made first. */
  record Needs(List<HandlerCall> calls) implements Reply {}

  /** It does not have the state that was named. */
  record StateMissing() implements Reply {}

  /** A call of whoever it may be, not checked. */
  record CallPart(String service, String id, String handler, Json argument) {}

  record SendPart(CallPart call, Optional<CallPart> otherwise) {}

  record PublishPart(String topic, Optional<String> key, Json payload) {}

  /**
   * One change of a timer.
   *
   * @param after in milliseconds; absent when it is set to a time, or cancelled
   */
  record TimerPart(
      String name,
      boolean cancel,
      OptionalLong after,
      Optional<String> at,
      Optional<CallPart> call) {}
}
