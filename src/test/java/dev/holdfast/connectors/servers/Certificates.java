package dev.holdfast.connectors.servers;

import dev.holdfast.certificates.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Certificates for a broker and its client on this machine, and those of a stranger. They are kept
 * with what the build makes, because making them starts a dozen processes.
 */
public final class Certificates {
  private static final Path FOLDER = Path.of("target", "broker-certificates").toAbsolutePath();

  private Certificates() {}

  /** A directory with ca.crt, node.crt and node.key. */
  public static Path ours() {
    return made("ours");
  }

  /** The same of an authority that nobody trusts. */
  public static Path strangers() {
    return made("strangers");
  }

  /** The settings of a connector that trusts one of these and shows the other. */
  public static String settings(String uri, Path trusted, Path own) {
    return """
        uri = "%s"
        tls { mode = on, ca = "%s", certificate = "%s", key = "%s" }
        """
        .formatted(
            uri, trusted.resolve("ca.crt"), own.resolve("node.crt"), own.resolve("node.key"));
  }

  private static Path made(String name) {
    Path folder = FOLDER.resolve(name);
    boolean all =
        List.of("ca.crt", "node.crt", "node.key").stream()
            .allMatch(file -> Files.exists(folder.resolve(file)));
    if (!all) {
      Authority.create().issue(name, List.of("127.0.0.1"), folder);
    }
    return folder;
  }
}
