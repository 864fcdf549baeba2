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

  /** Ends the command when what was typed cannot be meant. */
  public static void unless(boolean holds, String otherwise) {
    if (!holds) {
      throw new CommandFailed(ExitCode.USAGE, otherwise);
    }
  }

  public int exitCode() {
    return exitCode;
  }
}
