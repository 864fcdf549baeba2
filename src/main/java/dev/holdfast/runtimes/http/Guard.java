package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.AllowList;
import dev.holdfast.outbound.Hosts;
import dev.holdfast.outbound.PublicAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Keeps what a URL leads to in the open internet, but for what operators allow.
 *
 * <p>Invariant: it is the only resolver of its client, which connects to what it is given and to
 * nothing else. A name is looked up once for a connection, and one address that must not be reached
 * is enough to refuse all of them; so a name that answers differently each time changes nothing.
 * TLS goes on speaking of the name.
 *
 * <pre>
 *   https, port of settings:  public or allowed
 *   http, or any other port:  allowed
 * </pre>
 */
final class Guard implements DnsResolver {
  private final URI url;
  private final AllowList allow;
  private final boolean mustBeAllowed;
  private final Names names;

  /** Who knows the addresses of names. */
  @FunctionalInterface
  interface Names {
    List<InetAddress> of(String host) throws UnknownHostException;
  }

  Guard(URI url, AllowList allow, Set<Integer> ports, Names names) {
    this.url = url;
    this.allow = allow;
    this.names = names;
    boolean usual = url.getPort() < 0 || ports.contains(url.getPort());
    this.mustBeAllowed = !scheme(url).equals("https") || !usual;
  }

  private static String scheme(URI url) {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }

  /** What can be said against the URL before anything is looked up. */
  Optional<String> fault() {
    if (!Set.of("https", "http").contains(scheme(url))) {
      return Optional.of("must begin with https://");
    }
    return Hosts.fault(url);
  }

  /** The host is looked up each time, but never once more than a connection needs. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    String bare = Hosts.bare(host);
    if (!bare.equalsIgnoreCase(Hosts.bare(url.getHost()))) {
      throw new Refused(host + " is not the host of this function");
    }
    List<InetAddress> addresses = names.of(bare);
    for (InetAddress address : addresses) {
      check(bare, address);
    }
    return addresses.toArray(InetAddress[]::new);
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    return List.of(resolve(host)).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  private void check(String host, InetAddress address) throws UnknownHostException {
    if (allow.holds(host, address)) {
      return;
    }
    if (mustBeAllowed) {
      throw new Refused(
          "%s (%s) is not in holdfast.runtimes.http.allow, as plain http and unusual ports must be"
              .formatted(host, address.getHostAddress()));
    }
    if (!PublicAddresses.contains(address)) {
      throw new Refused(
          "%s has the address %s, which is not public and not in holdfast.runtimes.http.allow"
              .formatted(host, address.getHostAddress()));
    }
  }

  /** Names are not looked up backwards: they are what the URL says. */
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** A name or address that leads to where functions must not. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
