package dev.holdfast.connectors.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM's resolver as it was, but for names that are guarded: whoever connects to one of those
 * connects to an address that was checked, because there is no other way to one.
 *
 * <p>Made by the JVM when it first resolves a name; see {@code META-INF/services}.
 */
public final class GuardedResolver extends InetAddressResolverProvider {
  private static volatile boolean installed;

  /** Made by the JVM. */
  public GuardedResolver() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver resolver = guarding(configuration.builtinResolver());
    installed = true;
    return resolver;
  }

  @Override
  public String name() {
    return "holdfast-guarded";
  }

  /**
   * Whether the JVM resolves through this. It does not with {@code -Djdk.net.hosts.file}, nor where
   * another provider came first.
   */
  static boolean isInstalled() {
    if (!installed) {
      try {
        // Makes the JVM choose its resolver, if nothing has before.
        var _ = InetAddress.getAllByName("localhost");
      } catch (UnknownHostException e) {
        // It chose, and that is all that matters here.
      }
    }
    return installed;
  }

  static InetAddressResolver guarding(InetAddressResolver resolver) {
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        Stream<InetAddress> found = resolver.lookupByName(host, policy);
        if (!GuardedNames.isGuarded(host)) {
          return found;
        }
        List<InetAddress> addresses = found.toList();
        GuardedNames.require(host, addresses);
        return addresses.stream();
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return resolver.lookupByAddress(address);
      }
    };
  }
}
