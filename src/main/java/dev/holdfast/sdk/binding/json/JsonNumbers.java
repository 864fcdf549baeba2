package dev.holdfast.sdk.binding.json;

import java.nio.charset.StandardCharsets;

/** The grammar of JSON numbers, and the short way to the value of most of them. */
final class JsonNumbers {
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private JsonNumbers() {}

  /** Whether a text is a number and nothing else. */
  static boolean isNumber(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return end(bytes, 0) == bytes.length;
  }

  /** Where the number ends that starts here; {@code -(position + 1)} of a byte that is wrong. */
  static int end(byte[] bytes, int start) {
    int i = start;
    if (i < bytes.length && bytes[i] == '-') {
      i++;
    }
    int whole = digits(bytes, i);
    if (whole == i) {
      return -i - 1;
    }
    if (bytes[i] == '0' && whole > i + 1) {
      return -(i + 1) - 1;
    }
    i = whole;
    if (i < bytes.length && bytes[i] == '.') {
      int fraction = digits(bytes, i + 1);
      if (fraction == i + 1) {
        return -fraction - 1;
      }
      i = fraction;
    }
    if (i < bytes.length && (bytes[i] == 'e' || bytes[i] == 'E')) {
      i++;
      if (i < bytes.length && (bytes[i] == '+' || bytes[i] == '-')) {
        i++;
      }
      int exponent = digits(bytes, i);
      if (exponent == i) {
        return -i - 1;
      }
      i = exponent;
    }
    return i;
  }

  /** Where a number of at most 15 characters and no exponent ends; 0 if it is not such a one. */
  static int shortDecimalEnd(byte[] bytes, int start) {
    int end = end(bytes, start);
    if (end < 0 || end - start > 15) {
      return 0;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] == 'e' || bytes[i] == 'E') {
        return 0;
      }
    }
    return end;
  }

  /**
   * The value of a short decimal: its digits and its power of ten are both exact doubles, so their
   * quotient is the correctly rounded value.
   */
  static double shortDecimal(byte[] bytes, int start, int end) {
    boolean negative = bytes[start] == '-';
    long digits = 0;
    int fraction = 0;
    boolean afterPoint = false;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      if (bytes[i] == '.') {
        afterPoint = true;
      } else {
        digits = digits * 10 + (bytes[i] - '0');
        fraction += afterPoint ? 1 : 0;
      }
    }
    double value = digits / POWERS[fraction];
    return negative ? -value : value;
  }

  private static int digits(byte[] bytes, int start) {
    int i = start;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i;
  }
}
