package dev.holdfast.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Service folders named on the command line. */
final class Folders {
  private Folders() {}

  /** Ends the command when one is not there, before a node is started for nothing. */
  static void check(List<Path> folders) {
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        throw new CommandFailed(ExitCode.USAGE, "There is no service folder " + folder);
      }
    }
  }
}
