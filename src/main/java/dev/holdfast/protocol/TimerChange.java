package dev.holdfast.protocol;

import java.time.Duration;
import java.time.Instant;

/** What a commit does to the timers of its instance. */
public sealed interface TimerChange {
  int LONGEST_NAME = 200;

  /** Beyond this a timer is a mistake in the arithmetic, and its time has no place in a journal. */
  Duration LONGEST_DELAY = Duration.ofDays(36_525);

  String name();

  /** Whether a timer can be called so: plain text of at most {@value #LONGEST_NAME} characters. */
  static boolean isName(String name) {
    return EntityId.isPlain(name, LONGEST_NAME);
  }

  /** From now on this timer, and no other of the name, is there. */
  record Set(String name, Instant due, Send call) implements TimerChange {}

  /** It is not there any more: cancelled, or gone off in this very commit. */
  record Gone(String name) implements TimerChange {}
}
