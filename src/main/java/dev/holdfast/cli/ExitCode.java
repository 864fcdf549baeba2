package dev.holdfast.cli;

/** What the program's exit code says; scripts may rely on it. */
public final class ExitCode {
  public static final int OK = 0;

  /** The node failed (5xx), or the command did. */
  public static final int FAILED = 1;

  /** The command line is wrong; nothing was sent. */
  public static final int USAGE = 2;

  /** The node or the service refused (4xx); nothing was written. */
  public static final int REFUSED = 3;

  /** No node answered at the address. */
  public static final int UNREACHABLE = 4;

  /** It is not known whether the command was committed; repeat it with the same key. */
  public static final int UNKNOWN = 5;

  /** The node was on the wrong side of a cut, or was replaced; started again, it joins. */
  public static final int START_AGAIN = 75;

  private ExitCode() {}
}
