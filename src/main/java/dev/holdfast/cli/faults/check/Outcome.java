package dev.holdfast.cli.faults.check;

import java.util.List;

/** What a caller knows in the end. */
public sealed interface Outcome {
  /** The value has this place in the list, counted from 1. */
  record Appended(int position) implements Outcome {}

  /** What the list held. */
  record Listed(List<Long> values) implements Outcome {
    public Listed {
      values = List.copyOf(values);
    }
  }

  /** A write or a swap was done. */
  record Done() implements Outcome {}

  /** What the register held. */
  record Value(long value) implements Outcome {}

  /** A swap found another value than it expected and wrote nothing. */
  record Mismatch(long actual) implements Outcome {}

  /** The service refused, as it may; nothing was written. */
  record Rejected(String code) implements Outcome {}

  /** Certainly nothing was written. */
  record Failed(String reason) implements Outcome {}

  /** It may have been done, may be done yet, or never. */
  record Unknown(String reason) implements Outcome {}

  /** Whether the service itself answered. */
  default boolean ok() {
    return switch (this) {
      case Appended _, Listed _, Done _, Value _, Mismatch _, Rejected _ -> true;
      case Failed _, Unknown _ -> false;
    };
  }
}
