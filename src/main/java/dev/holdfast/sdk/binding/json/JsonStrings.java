package dev.holdfast.sdk.binding.json;

/**
 * Reads a string that is not plain ASCII: escapes are resolved, UTF-8 is checked byte by byte.
 *
 * <p>Invariant: what comes out is well-formed UTF-16, so it can be written again.
 */
final class JsonStrings {
  private final byte[] bytes;
  private final StringBuilder text = new StringBuilder();
  private int position;

  /** Starts at the first byte after the opening quote. */
  JsonStrings(byte[] bytes, int start) {
    this.bytes = bytes;
    this.position = start;
  }

  /** The position after the closing quote, once it has been read. */
  int end() {
    return position;
  }

  String read() {
    while (true) {
      int next = take();
      if (next == '"') {
        return text.toString();
      } else if (next == '\\') {
        escape();
      } else if (next < ' ') {
        throw JsonFault.malformed("a control character in a string at byte " + (position - 1));
      } else if (next < 0x80) {
        text.append((char) next);
      } else {
        multiByte(next);
      }
    }
  }

  private int take() {
    if (position == bytes.length) {
      throw JsonFault.malformed("the document ends within a string");
    }
    return bytes[position++] & 0xff;
  }

  private void escape() {
    int letter = take();
    switch (letter) {
      case '"', '\\', '/' -> text.append((char) letter);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicode();
      default -> throw JsonFault.malformed("a wrong escape at byte " + (position - 1));
    }
  }

  private void unicode() {
    char unit = hex();
    if (Character.isLowSurrogate(unit)) {
      throw loneSurrogate();
    }
    text.append(unit);
    if (Character.isHighSurrogate(unit)) {
      if (take() != '\\' || take() != 'u') {
        throw loneSurrogate();
      }
      char low = hex();
      if (!Character.isLowSurrogate(low)) {
        throw loneSurrogate();
      }
      text.append(low);
    }
  }

  private char hex() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw JsonFault.malformed("a wrong escape at byte " + (position - 1));
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private JsonFault loneSurrogate() {
    return JsonFault.malformed("half a surrogate pair before byte " + position);
  }

  private void multiByte(int first) {
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    int point = first & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      int next = take();
      if ((next & 0xc0) != 0x80) {
        throw invalidUtf8();
      }
      point = point << 6 | (next & 0x3f);
    }
    int least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    boolean startsNothing = first < 0xc0 || first > 0xf7;
    boolean longerThanNeeded = point < least;
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (startsNothing || longerThanNeeded || surrogate || point > Character.MAX_CODE_POINT) {
      throw invalidUtf8();
    }
    text.appendCodePoint(point);
  }

  private JsonFault invalidUtf8() {
    return JsonFault.malformed("invalid UTF-8 before byte " + position);
  }
}
