package dev.holdfast.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that belong to the open internet.
 *
 * <p>Invariant: IPv4 is open but for what the registry of special addresses (RFC 6890 and its
 * successors) names; IPv6 is closed but for global unicast, without what the registry names there.
 * An address that holds an IPv4 address is as that is.
 */
public final class PublicAddresses {
  private static final List<AddressBlock> CLOSED_V4 =
      List.of(
          AddressBlock.of("0.0.0.0", 8),
          AddressBlock.of("10.0.0.0", 8),
          AddressBlock.of("100.64.0.0", 10),
          AddressBlock.of("127.0.0.0", 8),
          // Azure's own, which only its machines reach, and to which they give their secrets.
          AddressBlock.of("168.63.129.16", 32),
          AddressBlock.of("169.254.0.0", 16),
          AddressBlock.of("172.16.0.0", 12),
          AddressBlock.of("192.0.0.0", 24),
          AddressBlock.of("192.0.2.0", 24),
          AddressBlock.of("192.88.99.0", 24),
          AddressBlock.of("192.168.0.0", 16),
          AddressBlock.of("198.18.0.0", 15),
          AddressBlock.of("198.51.100.0", 24),
          AddressBlock.of("203.0.113.0", 24),
          AddressBlock.of("224.0.0.0", 3));

  private static final AddressBlock GLOBAL_UNICAST = AddressBlock.of("2000::", 3);

  private static final List<AddressBlock> CLOSED_V6 =
      List.of(
          AddressBlock.of("2001::", 23),
          AddressBlock.of("2001:db8::", 32),
          AddressBlock.of("3fff::", 20));

  /** IPv4 behind a translator; the address is the last four bytes. */
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::", 96);

  /** IPv4 in a tunnel; the address follows the first two bytes. */
  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::", 16);

  private PublicAddresses() {}

  public static boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? containsV4(bytes) : containsV6(bytes);
  }

  private static boolean containsV4(byte[] bytes) {
    return CLOSED_V4.stream().noneMatch(block -> block.holds(bytes));
  }

  private static boolean containsV6(byte[] bytes) {
    if (NAT64.holds(bytes)) {
      return containsV4(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (SIX_TO_FOUR.holds(bytes)) {
      return containsV4(Arrays.copyOfRange(bytes, 2, 6));
    }
    return GLOBAL_UNICAST.holds(bytes) && CLOSED_V6.stream().noneMatch(block -> block.holds(bytes));
  }
}
