package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders that a command is given, and those that it makes. */
public final class Folders {
  private Folders() {}

  /**
   * Ends the command when a service's folder is not there, before a node is started for nothing.
   */
  static void check(List<Path> folders) {
    for (Path folder : folders) {
      CommandFailed.unless(Files.exists(folder), "There is no service folder " + folder);
    }
  }

  /** Deletes a folder with all that is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
