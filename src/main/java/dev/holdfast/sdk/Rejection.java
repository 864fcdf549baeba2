package dev.holdfast.sdk;

import java.util.Locale;

/**
 * A reason to refuse, as a constant: implemented by the enum of a service's problems. A rejection
 * is a value, not a failure, and writes nothing.
 */
public interface Rejection {
  /** The constant's name; every enum has it. */
  String name();

  /** The HTTP status it is answered with. */
  default int status() {
    return 422;
  }

  /** Its wire name: {@code CHECKED_OUT} is {@code checked-out}. */
  default String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
