package dev.holdfast.cli.local;

/** A process of this machine could not be set up; the message is for who typed the command. */
public final class LocalFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalFailed(String message) {
    super(message);
  }

  public LocalFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
