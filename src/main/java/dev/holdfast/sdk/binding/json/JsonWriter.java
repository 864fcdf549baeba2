package dev.holdfast.sdk.binding.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one document into a growing array of bytes.
 *
 * <p>Invariant: what has been written is a prefix of a valid document in UTF-8, no deeper than the
 * reader allows, so it can always be read again.
 */
final class JsonWriter {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] LEAST_LONG =
      Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

  private final int maxDepth;
  private byte[] bytes = new byte[64];
  private int size;
  private int depth;

  JsonWriter(JsonLimits limits) {
    this.maxDepth = limits.depth();
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void open(char bracket) {
    if (++depth > maxDepth) {
      throw JsonFault.mismatch("nested deeper than " + maxDepth + " levels");
    }
    put(bracket);
  }

  void close(char bracket) {
    depth--;
    put(bracket);
  }

  /** One ASCII character. */
  void put(char c) {
    ensure(1);
    bytes[size++] = (byte) c;
  }

  /** Bytes that are valid where they are put, such as a field's quoted name and colon. */
  void raw(byte[] utf8) {
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  /** Characters that are ASCII and valid as they are, such as a number. */
  void ascii(String text) {
    int length = text.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  void bool(boolean value) {
    raw(value ? TRUE : FALSE);
  }

  void nothing() {
    raw(NULL);
  }

  void integer(long value) {
    if (value == Long.MIN_VALUE) {
      raw(LEAST_LONG);
      return;
    }
    ensure(20);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int end = size + digits(rest);
    for (int i = end - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size = end;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  void string(String text) {
    int length = text.length();
    ensure(length + 2);
    bytes[size++] = '"';
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        break;
      }
      bytes[size++] = (byte) c;
      i++;
    }
    if (i < length) {
      rest(text, i);
    }
    put('"');
  }

  private void rest(String text, int start) {
    int length = text.length();
    int i = start;
    while (i < length) {
      int point = text.codePointAt(i);
      ensure(6);
      if (point < 0x80) {
        plain((char) point);
      } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw JsonFault.mismatch("a string with half a surrogate pair has no JSON form");
      } else {
        multiByte(point);
      }
      i += Character.charCount(point);
    }
  }

  private void plain(char c) {
    switch (c) {
      case '"', '\\' -> escape((byte) c);
      case '\n' -> escape((byte) 'n');
      case '\r' -> escape((byte) 'r');
      case '\t' -> escape((byte) 't');
      default -> {
        if (c < ' ') {
          ascii("\\u00");
          ensure(2);
          bytes[size++] = HEX[c >> 4];
          bytes[size++] = HEX[c & 15];
        } else {
          bytes[size++] = (byte) c;
        }
      }
    }
  }

  private void escape(byte letter) {
    bytes[size++] = '\\';
    bytes[size++] = letter;
  }

  private void multiByte(int point) {
    if (point < 0x800) {
      bytes[size++] = (byte) (0xc0 | point >> 6);
    } else if (point < 0x10000) {
      bytes[size++] = (byte) (0xe0 | point >> 12);
      bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
    } else {
      bytes[size++] = (byte) (0xf0 | point >> 18);
      bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
      bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    bytes[size++] = (byte) (0x80 | (point & 0x3f));
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
