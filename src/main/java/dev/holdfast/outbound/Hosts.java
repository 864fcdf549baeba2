package dev.holdfast.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the host of a URL may be written: so that everybody who reads it finds the same address.
 *
 * <p>Invariant: what is let through is a name, {@code a.b.c.d} in decimal without leading zeros, or
 * IPv6 in brackets without a zone.
 */
public final class Hosts {
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
  private static final Pattern CANONICAL =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  private Hosts() {}

  /** What is wrong with where the URL leads; empty if nothing is. */
  public static Optional<String> fault(URI url) {
    String host = url.getHost();
    if (host == null) {
      return Optional.of("must name a host in ASCII");
    }
    if (url.getRawUserInfo() != null || url.getRawAuthority().contains("@")) {
      return Optional.of("must not name a user");
    }
    if (url.getRawFragment() != null || url.getRawQuery() != null) {
      return Optional.of("must have neither a query nor a fragment");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      return Optional.of("must have a port of 1 to 65535");
    }
    if (host.endsWith(".") || host.contains("%")) {
      return Optional.of("must name its host without a dot at the end and without a zone");
    }
    if (!host.startsWith("[") && endsInANumber(host) && !isCanonical(host)) {
      return Optional.of("must write an address as a.b.c.d, in decimal");
    }
    return Optional.empty();
  }

  /**
   * What an address may be written as, to whoever reads it leniently: 127.1, 0x7f000001, 017.0.1.
   */
  static boolean endsInANumber(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return NUMBER.matcher(last).matches();
  }

  /** Whether it is four bytes in decimal. */
  static boolean isCanonical(String host) {
    try {
      return CANONICAL.matcher(host).matches() && InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As names are looked up: without the brackets of IPv6. */
  public static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
