package dev.holdfast.connectors.webhook;

import dev.holdfast.outbound.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Host names that must have public addresses only, in this whole process.
 *
 * <p>Invariant: while a name is guarded, the JVM's resolver gives no address for it that is not
 * public. Static, because the JVM has one resolver and makes it by itself.
 */
final class GuardedNames {
  /** How many guard a name. */
  private static final Map<String, Integer> NAMES = new ConcurrentHashMap<>();

  private GuardedNames() {}

  /** Guards a name until closed. */
  static Guard guard(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    NAMES.merge(name, 1, Integer::sum);
    return () -> NAMES.computeIfPresent(name, (_, guards) -> guards == 1 ? null : guards - 1);
  }

  /** Ends a guard; once. */
  interface Guard extends AutoCloseable {
    @Override
    void close();
  }

  static boolean isGuarded(String host) {
    return !NAMES.isEmpty() && NAMES.containsKey(host.toLowerCase(Locale.ROOT));
  }

  /** Demands that all addresses are public: one that is not is enough to distrust the others. */
  static void require(String host, List<InetAddress> addresses) throws UnknownHostException {
    for (InetAddress address : addresses) {
      if (!PublicAddresses.contains(address)) {
        throw new NotPublic(host, address);
      }
    }
  }

  /** A name or address that leads to where webhooks must not. */
  static final class NotPublic extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotPublic(String host, InetAddress address) {
      super(host + " has the address " + address.getHostAddress() + ", which is not public");
    }
  }
}
