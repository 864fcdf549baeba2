package dev.holdfast.cli.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The link by which editors, and {@code node --test} without us, find the SDK of Node.js: its own
 * resolution looks into {@code node_modules} and nowhere else. A node needs no link.
 */
final class NodeSdk {
  private NodeSdk() {}

  /** Makes the link, unless something is there or the system has no links. */
  static void link(Path folder) throws IOException {
    Path sdk = Sdks.here().folder().resolve("node");
    Path link = folder.resolve("node_modules").resolve("holdfast");
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(sdk)) {
      return;
    }
    Files.createDirectories(folder.resolve("node_modules"));
    try {
      Files.createSymbolicLink(link, sdk);
    } catch (UnsupportedOperationException e) {
      // An editor then knows no types; dev and test work all the same.
    }
  }
}
