package dev.holdfast.cli.drills.load;

import dev.holdfast.protocol.ProblemCode;
import java.util.Set;

/** What a careful caller knows after one attempt. */
enum Verdict {
  DONE,
  /** It is certain that nothing was written: everybody may ask again. */
  NOT_WRITTEN,
  /** It may have been written: only who has a key may ask again. */
  UNKNOWN,
  /** The caller's own fault, or a limit: nothing was written, and asking again is no remedy. */
  REFUSED,
  /** The node failed in a way that no fault of a machine explains. */
  BROKEN;

  private static final Set<String> NOTHING_WRITTEN =
      Set.of(ProblemCode.NOT_READY.code(), ProblemCode.OVERLOADED.code());

  static Verdict of(Attempt attempt) {
    return switch (attempt) {
      case Attempt.NotConnected() -> NOT_WRITTEN;
      case Attempt.Cut(), Attempt.Silent() -> UNKNOWN;
      case Attempt.Answered(int status, String code) -> of(status, code);
    };
  }

  private static Verdict of(int status, String code) {
    if (status >= 200 && status < 300) {
      return DONE;
    }
    if (status < 500) {
      return REFUSED;
    }
    if (status == 503 || status == 504) {
      return NOTHING_WRITTEN.contains(code) ? NOT_WRITTEN : UNKNOWN;
    }
    return BROKEN;
  }
}
