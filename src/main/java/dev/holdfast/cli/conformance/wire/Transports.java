package dev.holdfast.cli.conformance.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The ways by which functions are reached. */
public final class Transports {
  private Transports() {}

  /** To {@code http://…}, {@code https://…} or the path of a Unix socket; absent if it is none. */
  public static Optional<Transport> to(String place) {
    try {
      URI url = new URI(place);
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return Optional.of(new UrlTransport(url));
      }
    } catch (URISyntaxException e) {
      return socket(place);
    }
    return socket(place);
  }

  private static Optional<Transport> socket(String place) {
    return Target.ofSocket(place).map(SocketTransport::new);
  }
}
