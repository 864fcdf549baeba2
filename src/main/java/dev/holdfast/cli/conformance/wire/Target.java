package dev.holdfast.cli.conformance.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a function answers.
 *
 * @param address absent where it is only reached through TLS
 * @param host the header of that name
 * @param prefix before each path, without a slash at its end
 */
record Target(Optional<SocketAddress> address, String host, String prefix) {
  private static final int HTTP_PORT = 80;

  /** Of a Unix socket. */
  static Optional<Target> ofSocket(String text) {
    try {
      Path path = Path.of(text);
      boolean there = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
      return there
          ? Optional.of(new Target(Optional.of(UnixDomainSocketAddress.of(path)), "holdfast", ""))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static Target of(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    Optional<SocketAddress> address =
        "http".equals(url.getScheme())
            ? Optional.of(
                new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort()))
            : Optional.empty();
    return new Target(address, url.getRawAuthority(), path);
  }
}
