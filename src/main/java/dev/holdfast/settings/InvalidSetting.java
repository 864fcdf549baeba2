package dev.holdfast.settings;

/** A setting that cannot be used; the message names its key. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String reason;

  public InvalidSetting(String key, String reason) {
    super(key + ": " + reason);
    this.key = key;
    this.reason = reason;
  }

  /** Its path, such as {@code holdfast.edge.port}. */
  public String key() {
    return key;
  }

  public String reason() {
    return reason;
  }
}
