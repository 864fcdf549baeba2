package dev.holdfast.connectors;

import dev.holdfast.outbound.Backoff;
import dev.holdfast.outbound.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a broker is and how it is spoken to.
 *
 * @param uri without user and password
 * @param username empty for none
 * @param answerTimeout after which a question that was not answered ends the connection
 */
public record BrokerSettings(
    URI uri,
    String username,
    SecretReference password,
    Optional<Tls> tls,
    Duration connectTimeout,
    Duration answerTimeout,
    Backoff reconnect) {
  /**
   * How broker and node prove themselves; all files are PEM.
   *
   * @param ca whom to trust; absent for whom the JVM trusts
   * @param own what we prove ourselves with
   */
  public record Tls(Optional<Path> ca, Optional<Own> own, boolean verifyHost) {}

  /** A certificate with its chain, and its private key. */
  public record Own(Path certificate, Path key) {}

  public String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  public int port(int usual) {
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  /** What stands behind the first slash, decoded. */
  public String path() {
    String path = uri.getPath();
    return path == null || path.length() < 2 ? "" : path.substring(1);
  }
}
