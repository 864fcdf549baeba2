package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.SecretReference;
import java.net.URI;
import java.util.List;

/**
 * A function behind a URL.
 *
 * <p>Invariant: holds no secret, only where they are to be found.
 *
 * @param url below which the paths of the protocol are
 * @param secrets each makes a signature; none for requests that are not signed
 * @param token what proves to whoever stands before the function that this platform may call it
 */
public record HttpTarget(URI url, List<SecretReference> secrets, Token token) {
  public HttpTarget {
    secrets = List.copyOf(secrets);
  }
}
