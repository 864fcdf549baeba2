package dev.holdfast.cli;

/** The entry of the program: reads the command line, runs one command, returns its exit code. */
public final class Cli {
  private Cli() {}

  /** Runs the command that the arguments name and returns the process's exit code. */
  public static int run(NodeStarter starter, String[] args) {
    return 2;
  }
}
