package dev.holdfast.sdk.binding.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;

/**
 * Reads one document front to back. The codecs ask for what their type needs next; there is no
 * tree.
 *
 * <pre>
 *   {"sku":"tea","quantity":2}
 *    ▲ position: always at the next unread byte
 * </pre>
 *
 * <p>Invariant: whatever the bytes are, reading ends with a value or with a {@link JsonFault}.
 */
final class JsonReader {
  private static final int SHOWN = 40;

  private final byte[] bytes;
  private final JsonLimits limits;
  private final boolean strict;
  private int position;
  private int depth;
  private int tokens;

  JsonReader(byte[] bytes, JsonLimits limits, boolean strict) {
    this.bytes = bytes;
    this.limits = limits;
    this.strict = strict;
  }

  /** Whether fields that the type does not have are faults rather than ignored. */
  boolean strict() {
    return strict;
  }

  JsonLimits limits() {
    return limits;
  }

  /** The first byte of the next token without taking it; -1 at the end. */
  int peek() {
    while (position < bytes.length) {
      byte next = bytes[position];
      if (next > ' ' || next < 0) {
        return next & 0xff;
      }
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        throw unexpected();
      }
      position++;
    }
    return -1;
  }

  /** Demands that nothing but white space is left. */
  void finish() {
    if (peek() != -1) {
      throw unexpected();
    }
  }

  int mark() {
    return position;
  }

  /** Goes back to a mark taken at this depth. Tokens stay counted: reading twice costs twice. */
  void reset(int mark, int depthThere) {
    position = mark;
    depth = depthThere;
  }

  int depth() {
    return depth;
  }

  /** Enters an object; false if it is empty and thereby already left. */
  boolean enterObject() {
    return enter('{', '}', "object");
  }

  /** Enters an array; false if it is empty and thereby already left. */
  boolean enterArray() {
    return enter('[', ']', "array");
  }

  private boolean enter(char open, char close, String expected) {
    if (peek() != open) {
      throw mismatch(expected);
    }
    position++;
    count();
    if (++depth > limits.depth()) {
      throw JsonFault.malformed("nested deeper than " + limits.depth() + " levels");
    }
    if (peek() == close) {
      position++;
      depth--;
      return false;
    }
    return true;
  }

  /** After a field: whether another one follows; leaves the object if not. */
  boolean moreFields() {
    return more('}');
  }

  /** After an element: whether another one follows; leaves the array if not. */
  boolean moreElements() {
    return more(']');
  }

  private boolean more(char close) {
    int next = peek();
    if (next == ',') {
      position++;
      return true;
    }
    if (next != close) {
      throw unexpected();
    }
    position++;
    depth--;
    return false;
  }

  /** Takes the next name and its colon if it is this one, given as UTF-8 with its quotes. */
  boolean nameIs(byte[] quoted) {
    if (peek() != '"') {
      throw unexpected();
    }
    int end = position + quoted.length;
    if (end > bytes.length || !Arrays.equals(bytes, position, end, quoted, 0, quoted.length)) {
      return false;
    }
    position = end;
    count();
    colon();
    return true;
  }

  /** Takes the next name and its colon. */
  String name() {
    if (peek() != '"') {
      throw unexpected();
    }
    String name = text();
    colon();
    return name;
  }

  private void colon() {
    if (peek() != ':') {
      throw unexpected();
    }
    position++;
  }

  /** Takes a string; the fault says what was expected in its place. */
  String string(String expected) {
    if (peek() != '"') {
      throw mismatch(expected);
    }
    return text();
  }

  boolean bool() {
    int next = peek();
    if (next == 't') {
      literal("true");
      return true;
    }
    if (next == 'f') {
      literal("false");
      return false;
    }
    throw mismatch("boolean");
  }

  /** Takes a {@code null} if that is next. */
  boolean isNull() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  private String literal(String word) {
    int end = position + word.length();
    if (end > bytes.length) {
      throw unexpected();
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[position + i] != word.charAt(i)) {
        throw unexpected();
      }
    }
    position = end;
    count();
    return word;
  }

  private String text() {
    count();
    int start = position + 1;
    for (int i = start; i < bytes.length; i++) {
      byte next = bytes[i];
      if (next == '"') {
        position = i + 1;
        // Everything before was ASCII, of which Latin-1 is the copy that checks nothing again.
        return new String(bytes, start, i - start, StandardCharsets.ISO_8859_1);
      }
      if (next < ' ' || next == '\\') {
        break; // An escape, a byte beyond ASCII (negative), or a fault.
      }
    }
    var slow = new JsonStrings(bytes, start);
    String text = slow.read();
    position = slow.end();
    return text;
  }

  /** Takes an integer that a long can hold; the fault says which kind was expected. */
  long integer(String expected) {
    int first = peek();
    boolean negative = first == '-';
    int start = position;
    int digits = negative ? start + 1 : start;
    int i = digits;
    long value = 0;
    while (i < bytes.length && isDigit(bytes[i]) && i - digits < 18) {
      value = value * 10 + (bytes[i] - '0');
      i++;
    }
    boolean ended = i > digits && (i == bytes.length || isAfterNumber(bytes[i]));
    boolean padded = i > digits + 1 && bytes[digits] == '0';
    if (!ended || padded) {
      return longInteger(expected); // Long, or wrong: either way not the common case.
    }
    position = i;
    count();
    return negative ? -value : value;
  }

  private long longInteger(String expected) {
    String number = number(expected);
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw JsonFault.mismatch("expected " + expected + ", got " + shown(number));
    }
  }

  /** Takes a number as it is written. */
  String number(String expected) {
    int first = peek();
    if (first != '-' && !isDigit(first)) {
      // Only what is a token of another kind can be named; all else is no JSON.
      throw isToken(first) ? mismatch(expected) : unexpected();
    }
    int start = position;
    int end = JsonNumbers.end(bytes, start);
    if (end < 0) {
      position = -end - 1;
      throw unexpected();
    }
    if (end - start > limits.numberLength()) {
      throw JsonFault.malformed("a number has more than " + limits.numberLength() + " characters");
    }
    position = end;
    count();
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Takes a number as a double. */
  double real(String expected) {
    peek();
    int start = position;
    int end = JsonNumbers.shortDecimalEnd(bytes, start);
    if (end > 0) {
      position = end;
      count();
      return JsonNumbers.shortDecimal(bytes, start, end);
    }
    String number = number(expected);
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value)) {
      throw JsonFault.mismatch("expected " + expected + ", got " + shown(number));
    }
    return value;
  }

  /** Takes a value of any kind and forgets it, once it has proved to be JSON. */
  void skip() {
    switch (peek()) {
      case '{' -> skipObject();
      case '[' -> {
        if (enterArray()) {
          do {
            skip();
          } while (moreElements());
        }
      }
      case '"' -> text();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number("value");
    }
  }

  private void skipObject() {
    if (!enterObject()) {
      return;
    }
    var names = new HashSet<String>();
    do {
      String name = name();
      if (!names.add(name)) {
        throw duplicate(name);
      }
      skip();
    } while (moreFields());
  }

  private void count() {
    if (++tokens > limits.tokens()) {
      throw JsonFault.malformed("more than " + limits.tokens() + " names and values");
    }
  }

  static JsonFault duplicate(String name) {
    return JsonFault.malformed("the name " + shown('"' + name + '"') + " is there twice");
  }

  /** The fault of finding something else than expected. Takes what is there, to be able to say. */
  JsonFault mismatch(String expected) {
    String got =
        switch (peek()) {
          case '{' -> "an object";
          case '[' -> "an array";
          case '"' -> shown('"' + text() + '"');
          case 't' -> literal("true");
          case 'f' -> literal("false");
          case 'n' -> literal("null");
          case -1 -> {
            if (tokens > 0) {
              throw unexpected();
            }
            yield "nothing";
          }
          default -> shown(number(expected));
        };
    return JsonFault.mismatch("expected " + expected + ", got " + got);
  }

  private JsonFault unexpected() {
    if (position >= bytes.length) {
      return JsonFault.malformed("the document ends too early, at byte " + position);
    }
    int next = bytes[position] & 0xff;
    String shown =
        next > ' ' && next < 0x7f ? "'" + (char) next + "'" : "0x" + Integer.toHexString(next);
    return JsonFault.malformed("unexpected " + shown + " at byte " + position);
  }

  static String shown(String token) {
    return token.length() <= SHOWN ? token : token.substring(0, SHOWN) + "…";
  }

  private static boolean isToken(int c) {
    return c == -1 || c == '{' || c == '[' || c == '"' || c == 't' || c == 'f' || c == 'n';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAfterNumber(byte c) {
    return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
