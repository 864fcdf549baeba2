package dev.holdfast.settings;

/** A setting that cannot be used; the message names its key. */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSetting(String key, String reason) {
    super(key + ": " + reason);
  }
}
