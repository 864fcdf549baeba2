package dev.holdfast.cli;

import java.nio.file.Path;

/** Where Holdfast is unpacked: the folder with {@code samples} and {@code conf}. */
final class Home {
  /** Set by the launcher; a program started otherwise is taken to be started there. */
  private static final String PROPERTY = "holdfast.home";

  private Home() {}

  static Path folder() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
  }
}
