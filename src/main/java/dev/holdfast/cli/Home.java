package dev.holdfast.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where Holdfast is unpacked: the folder with {@code samples} and {@code conf}. */
public final class Home {
  /** Set by the launcher; a program started otherwise is taken to be started there. */
  private static final String PROPERTY = "holdfast.home";

  private Home() {}

  public static Path folder() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
  }

  /** The same for a command that needs what only a clone of the repository has. */
  public static Path cloneWith(String file) {
    Path folder = folder();
    if (Files.isRegularFile(folder.resolve(file))) {
      return folder;
    }
    throw new CommandFailed(
        ExitCode.FAILED,
        "run it in a clone of the repository: " + Path.of(file).getParent() + " is not here");
  }
}
