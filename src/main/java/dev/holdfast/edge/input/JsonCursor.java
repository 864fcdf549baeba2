package dev.holdfast.edge.input;

/**
 * A place in the bytes of a JSON document, moved over scalars one at a time.
 *
 * <p>Invariant: it only moves over what RFC 8259 and the limits allow, in valid UTF-8; where it
 * faults it stands at the offending byte.
 */
final class JsonCursor {
  private final byte[] bytes;
  private final JsonLimits limits;
  private int at;

  JsonCursor(byte[] bytes, JsonLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  int at() {
    return at;
  }

  void skip() {
    at++;
  }

  boolean isAtEnd() {
    return at >= bytes.length;
  }

  /** Steps over a string and answers whether it has escapes. */
  boolean string() throws Fault {
    int start = ++at;
    boolean escaped = false;
    while (true) {
      byte b = peek();
      if (b >= 0x20 && b != '"' && b != '\\') {
        at++;
      } else if (b == '"') {
        if (at - start > limits.stringBytes()) {
          throw new Fault("a string is longer than " + limits.stringBytes() + " bytes");
        }
        at++;
        return escaped;
      } else if (b == '\\') {
        escaped = true;
        escape();
      } else if (b < 0) {
        multibyte();
      } else {
        throw new Fault("a control character in a string; escape it");
      }
    }
  }

  private void escape() throws Fault {
    at++;
    switch (peek()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> {
        int first = hexQuad();
        if (Character.isLowSurrogate((char) first)) {
          throw new Fault("a lone surrogate");
        }
        if (Character.isHighSurrogate((char) first)) {
          if (peek() != '\\' || byteAt(at + 1) != 'u') {
            throw new Fault("a lone surrogate");
          }
          at++;
          if (!Character.isLowSurrogate((char) hexQuad())) {
            throw new Fault("a lone surrogate");
          }
        }
      }
      default -> throw new Fault("an unknown escape");
    }
  }

  /** Reads {@code uXXXX}. */
  private int hexQuad() throws Fault {
    int code = 0;
    for (int i = 1; i <= 4; i++) {
      int b = byteAt(at + i);
      int digit = b < 0x80 ? Character.digit(b, 16) : -1;
      if (digit < 0) {
        throw new Fault("an unknown escape");
      }
      code = code << 4 | digit;
    }
    at += 5;
    return code;
  }

  /** One character of two to four bytes: no overlong form, no surrogate, nothing past U+10FFFF. */
  private void multibyte() throws Fault {
    int lead = bytes[at] & 0xff;
    int second = byteAt(at + 1) & 0xff;
    int more;
    boolean right;
    if (lead >= 0xc2 && lead <= 0xdf) {
      more = 1;
      right = second >= 0x80 && second <= 0xbf;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      more = 2;
      right = second >= (lead == 0xe0 ? 0xa0 : 0x80) && second <= (lead == 0xed ? 0x9f : 0xbf);
    } else {
      more = 3;
      right =
          lead >= 0xf0
              && lead <= 0xf4
              && second >= (lead == 0xf0 ? 0x90 : 0x80)
              && second <= (lead == 0xf4 ? 0x8f : 0xbf);
    }
    for (int i = 2; right && i <= more; i++) {
      right = (byteAt(at + i) & 0xc0) == 0x80;
    }
    if (!right) {
      throw new Fault("invalid UTF-8");
    }
    at += more + 1;
  }

  void number() throws Fault {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (isDigit() && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      digits();
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      int exponent = at;
      digits();
      if (at - exponent > 4) {
        throw new Fault("an exponent has more than 4 digits");
      }
    }
    if (at - start > limits.numberLength()) {
      throw new Fault("a number is longer than " + limits.numberLength() + " characters");
    }
  }

  private void digits() throws Fault {
    if (!isDigit()) {
      throw new Fault("expected a digit");
    }
    while (isDigit()) {
      at++;
    }
  }

  private boolean isDigit() {
    return at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9';
  }

  void literal(String word) throws Fault {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at + i) != word.charAt(i)) {
        throw new Fault("expected a value");
      }
    }
    at += word.length();
  }

  void blank() {
    while (at < bytes.length
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  byte peek() throws Fault {
    return byteAt(at);
  }

  private byte byteAt(int place) throws Fault {
    if (place >= bytes.length) {
      at = bytes.length;
      throw new Fault("the document ends too early");
    }
    return bytes[place];
  }

  /** Ends the pass; made without a stack trace, for hostile documents come in numbers. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
