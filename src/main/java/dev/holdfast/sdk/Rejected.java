package dev.holdfast.sdk;

/**
 * What {@link Context#call} throws when the other service rejects. Uncaught it becomes the
 * rejection of the handler that called.
 */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String code;
  private final int status;
  private final String detail;

  public Rejected(String service, String code, int status, String detail) {
    super(service + " rejected: " + code + ": " + detail, null, false, false);
    this.service = service;
    this.code = code;
    this.status = status;
    this.detail = detail;
  }

  /** The service that rejected. */
  public String service() {
    return service;
  }

  /** Why, such as {@code checked-out}. */
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  /** Why, for people. */
  public String detail() {
    return detail;
  }
}
