package dev.holdfast.edge;

import dev.holdfast.edge.input.RequestHeaders;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.settings.InvalidSetting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Who is calling: today by address alone, because nothing authenticates yet.
 *
 * <p>Invariant: nothing in a request can raise what its caller may do. Where the address is
 * trusted, a browser that was talked into a request by a foreign page is not.
 */
final class Callers {
  private final Caller everybody;
  private final Set<String> hosts;

  private Callers(Caller everybody, Set<String> hosts) {
    this.everybody = everybody;
    this.hosts = hosts;
  }

  /** Refuses to listen beyond loopback while nobody can be told from anybody. */
  static Callers of(EdgeSettings settings) {
    boolean loopback = isLoopback(settings.host());
    if (!loopback && !settings.insecure()) {
      throw new InvalidSetting(
          "holdfast.edge.host",
          settings.host()
              + " is not a loopback address and no authentication is configured, so anybody who"
              + " reaches the port could call. Set it to 127.0.0.1, or set holdfast.edge.insecure ="
              + " true to serve anonymous callers what allows anyone.");
    }
    boolean trusted = loopback && settings.trustLoopback();
    return new Callers(
        trusted ? Caller.OPERATOR : Caller.ANONYMOUS, trusted ? settings.hosts() : Set.of());
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new InvalidSetting("holdfast.edge.host", host + " is not a known address");
    }
  }

  Caller of(RequestHeaders headers) throws RequestRefused {
    if (!hosts.isEmpty()) {
      requireOurName(headers.host());
      requireOurPage(headers);
    }
    return everybody;
  }

  private void requireOurName(String host) throws RequestRefused {
    if (!isOurs(host)) {
      throw forbidden("The Host header names another machine than this one.");
    }
  }

  private void requireOurPage(RequestHeaders headers) throws RequestRefused {
    if (headers.fetchSite().equals("cross-site")) {
      throw forbidden("A page of another site may not call from a browser.");
    }
    String origin = headers.origin();
    if (!origin.isEmpty() && !isOurs(authority(origin))) {
      throw forbidden("A page of another origin may not call from a browser.");
    }
  }

  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private boolean isOurs(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean port = colon > hostAndPort.lastIndexOf(']');
    String host = port ? hostAndPort.substring(0, colon) : hostAndPort;
    return hosts.contains(host) || hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  private static RequestRefused forbidden(String detail) {
    return new RequestRefused(ProblemCode.FORBIDDEN.problem(detail));
  }

  /** Where the server was bound, for people. */
  static String url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
