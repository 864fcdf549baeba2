package dev.holdfast.protocol;

import java.time.Instant;

/** What a commit does to the timers of its instance. */
public sealed interface TimerChange {
  String name();

  /** From now on this timer, and no other of the name, is there. */
  record Set(String name, Instant due, Send call) implements TimerChange {}

  /** It is not there any more: cancelled, or gone off in this very commit. */
  record Gone(String name) implements TimerChange {}
}
