package dev.holdfast.edge.input;

import java.util.HexFormat;

/**
 * The caller's trace context (W3C), carried on: the same trace, a new span for what was done here.
 *
 * <p>Invariant: what does not have the exact form of version 00 is ignored, as the standard asks,
 * and nothing of it reaches a header.
 */
public final class TraceParent {
  private static final int LENGTH = 55;
  private static final HexFormat HEX = HexFormat.of();

  private TraceParent() {}

  public static boolean isValid(String header) {
    if (header.length() != LENGTH || !header.startsWith("00-")) {
      return false;
    }
    return header.charAt(35) == '-'
        && header.charAt(52) == '-'
        && isId(header, 3, 35)
        && isId(header, 36, 52)
        && isHex(header, 53, 55);
  }

  /** The header for the answer. */
  public static String continued(String valid, long span) {
    return valid.substring(0, 36) + HEX.toHexDigits(span == 0 ? 1 : span) + valid.substring(52);
  }

  private static boolean isId(String text, int from, int to) {
    boolean zero = true;
    for (int i = from; i < to; i++) {
      zero &= text.charAt(i) == '0';
    }
    return !zero && isHex(text, from, to);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
