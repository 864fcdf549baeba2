package dev.holdfast.protocol;

/**
 * An expected failure as a value, in the shape of RFC 9457.
 *
 * @param code kebab-case; a platform code, or {@code service/code} for a rejection
 * @param status the HTTP status it is answered with
 * @param pointer a JSON pointer to the wrong field, or empty
 */
public record Problem(
    String code, Kind kind, int status, String title, String detail, String pointer) {
  /** Whose move it is: the caller's to change, to wait, or ours to repair. */
  public enum Kind {
    CALLER,
    LIMIT,
    SYSTEM
  }

  /** A value a service refused with: nothing was written. */
  public static Problem rejection(String service, String code, int status, String detail) {
    return new Problem(
        service + "/" + code, Kind.CALLER, status, "Rejected by " + service, detail, "");
  }
}
