package dev.holdfast.services.handlers;

import dev.holdfast.protocol.Problem;

/** How one run of user code ended, as the platform sees it. */
public sealed interface Ran<T> {
  /** The code returned before its deadline. */
  record Returned<T>(T value) implements Ran<T> {}

  /** The code threw before its deadline; an {@code Error} counts as much as an exception. */
  record Threw<T>(Throwable failure) implements Ran<T> {}

  /** The code was not run, or what it may still return is ignored: its deadline has passed. */
  record Refused<T>(Problem problem) implements Ran<T> {}
}
