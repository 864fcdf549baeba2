package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Effect;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a handler lets be done beside the state.
 *
 * @param method of {@link Effect} that asks for it
 * @param what could be lost where nothing of it is written
 */
record Use(String method, Capability needed, String what) {
  private static final Use SEND = new Use("send", Capability.SENDS, "a send");
  private static final Use PUBLISH = new Use("publish", Capability.TOPICS, "a message");
  private static final Use SCHEDULE = new Use("schedule", Capability.TIMERS, "a timer");
  private static final Use CANCEL = new Use("cancel", Capability.TIMERS, "that");

  private static final Map<String, Use> BY_METHOD =
      Map.of(
          SEND.method,
          SEND,
          PUBLISH.method,
          PUBLISH,
          SCHEDULE.method,
          SCHEDULE,
          CANCEL.method,
          CANCEL);

  static Use of(Effect.Action action) {
    return switch (action) {
      case Effect.Send _ -> SEND;
      case Effect.Publish _ -> PUBLISH;
      case Effect.Schedule _, Effect.ScheduleAt _ -> SCHEDULE;
      case Effect.Cancel _ -> CANCEL;
    };
  }

  /** What a method of {@link Effect} asks for, if it asks for anything. */
  static Optional<Use> ofMethod(String name) {
    return Optional.ofNullable(BY_METHOD.get(name));
  }

  /** What a stateless service is told that asks for it. */
  String notStateless(String who) {
    return "%s uses %s: nothing of a stateless service is written, so %s could be lost. Let an"
            .formatted(who, method, what)
        + " entity %s it.".formatted(method);
  }
}
