package dev.holdfast.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8}.
 *
 * @param bits how many; the rest of the first address does not count
 */
public record AddressBlock(InetAddress first, int bits) {
  static AddressBlock of(String first, int bits) {
    return new AddressBlock(InetAddress.ofLiteral(first), bits);
  }

  /** Reads {@code ADDRESS/BITS}, or an address alone; empty for any other text. */
  public static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    // The JDK reads 10.1 as 10.0.0.1.
    if (literal.indexOf(':') < 0 && !Hosts.isCanonical(literal)) {
      return Optional.empty();
    }
    try {
      InetAddress first = InetAddress.ofLiteral(literal);
      int most = first.getAddress().length * 8;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > most
          ? Optional.empty()
          : Optional.of(new AddressBlock(first, bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean holds(InetAddress address) {
    return holds(address.getAddress());
  }

  boolean holds(byte[] address) {
    byte[] begin = first.getAddress();
    if (begin.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(begin, 0, whole, address, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0
        || (begin[whole] & 0xff) >> (8 - rest) == (address[whole] & 0xff) >> (8 - rest);
  }
}
