package dev.holdfast.sdk.binding.json;

/**
 * What is wrong with a document, or with a value that should become one, and where.
 *
 * <p>The pointer grows from the inside out while the fault travels up through the codecs, so that
 * reading a document that is right pays nothing for it.
 */
public final class JsonFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean malformed;
  private final String detail;
  private String pointer = "";

  private JsonFault(boolean malformed, String detail) {
    super(detail, null, false, false);
    this.malformed = malformed;
    this.detail = detail;
  }

  /** This is no JSON at all, or more of it than the limits allow. */
  static JsonFault malformed(String detail) {
    return new JsonFault(true, detail);
  }

  /** This is JSON, but does not fit the type. */
  public static JsonFault mismatch(String detail) {
    return new JsonFault(false, detail);
  }

  /** The same fault, seen from the object or array around it. */
  JsonFault under(String segment) {
    pointer = "/" + segment.replace("~", "~0").replace("/", "~1") + pointer;
    return this;
  }

  /** A JSON pointer (RFC 6901) to the wrong value; empty for the whole document. */
  public String pointer() {
    return pointer;
  }

  /** What is wrong, such as {@code expected integer, got "two"}. */
  public String detail() {
    return detail;
  }

  /** Whether the bytes are not JSON, rather than JSON of another type. */
  public boolean isMalformed() {
    return malformed;
  }

  @Override
  public String getMessage() {
    return pointer.isEmpty() ? detail : pointer + ": " + detail;
  }
}
