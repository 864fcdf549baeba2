package dev.holdfast.cli;

/** A command ends here: what to tell the person on stderr, and the exit code. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CommandFailed(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public CommandFailed(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
