package dev.holdfast.edge.input;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A single pass over the bytes of one JSON document that proves it harmless before it travels on.
 *
 * <p>Invariant: what passes is one RFC 8259 value in valid UTF-8 without lone surrogates, without a
 * key twice in one object, and within the bounds of {@link JsonLimits}. The pass keeps its own
 * stack, so depth costs memory that is bounded, never the thread's stack.
 *
 * <pre>
 *   bytes ──► value ──► close? ──► comma? ──► value …      frames[depth] = (object?, index, first key)
 * </pre>
 */
public final class JsonGuard {
  /** Objects with more keys than this look them up in a set instead of one by one. */
  private static final int FEW_KEYS = 16;

  private final byte[] bytes;
  private final JsonLimits limits;
  private int at;
  private int tokens;

  private int depth;
  private boolean[] object = new boolean[8];
  private int[] index = new int[8];
  private int[] firstKey = new int[8];

  /** Keys of the open objects, outermost first: where each stands, and a hash of it. */
  private int keys;

  private int[] keyStart = new int[16];
  private int[] keyEnd = new int[16];
  private int[] keyHash = new int[16];
  private final java.util.Map<Integer, Set<String>> manyKeys = new java.util.HashMap<>(0);

  private JsonGuard(byte[] bytes, JsonLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /** What is wrong with the document, with a pointer to the place; empty when nothing is. */
  public static Optional<Problem> check(byte[] utf8, JsonLimits limits) {
    var guard = new JsonGuard(utf8, limits);
    try {
      guard.document();
      return Optional.empty();
    } catch (Fault fault) {
      return Optional.of(ProblemCode.INVALID_JSON.at(guard.pointer(), guard.detail(fault)));
    }
  }

  /** Whether the text is one JSON number. */
  public static boolean isNumber(String text, JsonLimits limits) {
    var guard = new JsonGuard(text.getBytes(StandardCharsets.UTF_8), limits);
    try {
      guard.number();
      return guard.at == guard.bytes.length;
    } catch (Fault fault) {
      return false;
    }
  }

  private void document() throws Fault {
    value();
    blank();
    if (at < bytes.length) {
      throw new Fault("expected the end of the document");
    }
  }

  /** Reads one value with all that it holds; a loop, because callers choose the nesting. */
  private void value() throws Fault {
    while (true) {
      if (!open()) {
        while (depth > 0 && !comma()) {
          close();
        }
        if (depth == 0) {
          return;
        }
      }
      if (depth > 0 && object[depth]) {
        key();
      }
    }
  }

  /** Reads a scalar or an empty container whole and answers false, or steps into a container. */
  private boolean open() throws Fault {
    blank();
    count();
    switch (peek()) {
      case '{' -> {
        enter(true);
        return !peekedClose('}');
      }
      case '[' -> {
        enter(false);
        return !peekedClose(']');
      }
      case '"' -> string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> throw new Fault("expected a value");
    }
    return false;
  }

  private void enter(boolean isObject) throws Fault {
    at++;
    if (depth == limits.depth()) {
      throw new Fault("nested deeper than " + limits.depth());
    }
    depth++;
    if (depth == object.length) {
      object = Arrays.copyOf(object, depth * 2);
      index = Arrays.copyOf(index, depth * 2);
      firstKey = Arrays.copyOf(firstKey, depth * 2);
    }
    object[depth] = isObject;
    index[depth] = 0;
    firstKey[depth] = keys;
  }

  private boolean peekedClose(char bracket) throws Fault {
    blank();
    if (peek() != bracket) {
      return false;
    }
    close();
    return true;
  }

  /** Steps over a comma if one is next; else a closing bracket must be. */
  private boolean comma() throws Fault {
    blank();
    int next = peek();
    if (next == ',') {
      at++;
      index[depth]++;
      return true;
    }
    if (next != (object[depth] ? '}' : ']')) {
      throw new Fault(object[depth] ? "expected ',' or '}'" : "expected ',' or ']'");
    }
    return false;
  }

  private void close() {
    at++;
    if (object[depth] && keys - firstKey[depth] > FEW_KEYS) {
      manyKeys.remove(depth);
    }
    keys = firstKey[depth];
    depth--;
  }

  private void key() throws Fault {
    blank();
    if (peek() != '"') {
      throw new Fault("expected a key in quotes");
    }
    count();
    int start = at + 1;
    boolean escaped = string();
    int end = at - 1;
    remember(start, end, escaped ? decoded(start, end).hashCode() : hash(start, end));
    blank();
    if (peek() != ':') {
      throw new Fault("expected ':'");
    }
    at++;
  }

  private void remember(int start, int end, int hash) throws Fault {
    if (keys == keyStart.length) {
      keyStart = Arrays.copyOf(keyStart, keys * 2);
      keyEnd = Arrays.copyOf(keyEnd, keys * 2);
      keyHash = Arrays.copyOf(keyHash, keys * 2);
    }
    int first = firstKey[depth];
    int known = keys - first;
    keyStart[keys] = start;
    keyEnd[keys] = end;
    keyHash[keys] = hash;
    keys++;
    if (known < FEW_KEYS) {
      for (int i = first; i < keys - 1; i++) {
        if (keyHash[i] == hash && decoded(keyStart[i], keyEnd[i]).equals(decoded(start, end))) {
          throw new Fault("the key stands twice in one object");
        }
      }
      return;
    }
    Set<String> set = manyKeys.computeIfAbsent(depth, d -> new HashSet<>());
    for (int i = first; set.isEmpty() && i < keys - 1; i++) {
      set.add(decoded(keyStart[i], keyEnd[i]));
    }
    if (!set.add(decoded(start, end))) {
      throw new Fault("the key stands twice in one object");
    }
  }

  /** Agrees with {@link String#hashCode} wherever the key is ASCII without escapes. */
  private int hash(int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return decoded(start, end).hashCode();
      }
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  private String decoded(int start, int end) {
    return JsonStrings.unescape(new String(bytes, start, end - start, StandardCharsets.UTF_8));
  }

  /** Steps over a string and answers whether it has escapes. */
  private boolean string() throws Fault {
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

  private void number() throws Fault {
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

  private void literal(String word) throws Fault {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at + i) != word.charAt(i)) {
        throw new Fault("expected a value");
      }
    }
    at += word.length();
  }

  private void blank() {
    while (at < bytes.length
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  private void count() throws Fault {
    if (++tokens > limits.tokens()) {
      throw new Fault("more than " + limits.tokens() + " values");
    }
  }

  private byte peek() throws Fault {
    return byteAt(at);
  }

  private byte byteAt(int place) throws Fault {
    if (place >= bytes.length) {
      at = bytes.length;
      throw new Fault("the document ends too early");
    }
    return bytes[place];
  }

  /** Where the pass stands, from its own stack. */
  private String pointer() {
    var pointer = new StringBuilder();
    for (int level = 1; level <= depth && pointer.length() < 1_000; level++) {
      int end = level == depth ? keys : firstKey[level + 1];
      if (!object[level]) {
        pointer.append('/').append(index[level]);
      } else if (end > firstKey[level]) {
        String key = decoded(keyStart[end - 1], keyEnd[end - 1]);
        pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }

  private String detail(Fault fault) {
    return "At byte " + at + ": " + fault.getMessage() + ".";
  }

  /** Ends the pass; made without a stack trace, for hostile documents come in numbers. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
