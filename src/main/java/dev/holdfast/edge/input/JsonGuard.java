package dev.holdfast.edge.input;

import dev.holdfast.edge.input.JsonCursor.Fault;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A single pass over the bytes of one JSON document that proves it harmless before it travels on.
 *
 * <p>Invariant: what passes is one RFC 8259 value in valid UTF-8 without lone surrogates, without a
 * key twice in one object, and within the bounds of {@link JsonLimits}. The pass keeps its own
 * stack, so depth costs memory that is bounded, never the thread's stack.
 *
 * <pre>
 *   bytes ──► value ──► close? ──► comma? ──► value …
 *               └── depth: is it an object, the index in it, its first key
 * </pre>
 */
public final class JsonGuard {
  private final JsonCursor in;
  private final JsonLimits limits;
  private final JsonKeys keys;
  private int tokens;

  private int depth;
  private boolean[] object = new boolean[8];
  private int[] index = new int[8];
  private int[] firstKey = new int[8];

  private JsonGuard(byte[] bytes, JsonLimits limits) {
    this.in = new JsonCursor(bytes, limits);
    this.limits = limits;
    this.keys = new JsonKeys(bytes);
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
    var cursor = new JsonCursor(text.getBytes(StandardCharsets.UTF_8), limits);
    try {
      cursor.number();
      return cursor.isAtEnd();
    } catch (Fault fault) {
      return false;
    }
  }

  private void document() throws Fault {
    value();
    in.blank();
    if (!in.isAtEnd()) {
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
      if (object[depth]) {
        key();
      }
    }
  }

  /** Reads a scalar or an empty container whole and answers false, or steps into a container. */
  private boolean open() throws Fault {
    in.blank();
    count();
    switch (in.peek()) {
      case '{' -> {
        enter(true);
        return !closesAtOnce('}');
      }
      case '[' -> {
        enter(false);
        return !closesAtOnce(']');
      }
      case '"' -> in.string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> in.number();
      case 't' -> in.literal("true");
      case 'f' -> in.literal("false");
      case 'n' -> in.literal("null");
      default -> throw new Fault("expected a value");
    }
    return false;
  }

  private void enter(boolean isObject) throws Fault {
    if (depth == limits.depth()) {
      throw new Fault("nested deeper than " + limits.depth());
    }
    in.skip();
    depth++;
    if (depth == object.length) {
      object = Arrays.copyOf(object, depth * 2);
      index = Arrays.copyOf(index, depth * 2);
      firstKey = Arrays.copyOf(firstKey, depth * 2);
    }
    object[depth] = isObject;
    index[depth] = 0;
    firstKey[depth] = keys.size();
  }

  private boolean closesAtOnce(char bracket) throws Fault {
    in.blank();
    if (in.peek() != bracket) {
      return false;
    }
    close();
    return true;
  }

  /** Steps over a comma if one is next; else a closing bracket must be. */
  private boolean comma() throws Fault {
    in.blank();
    int next = in.peek();
    if (next == ',') {
      in.skip();
      index[depth]++;
      return true;
    }
    if (next != (object[depth] ? '}' : ']')) {
      throw new Fault(object[depth] ? "expected ',' or '}'" : "expected ',' or ']'");
    }
    return false;
  }

  private void close() {
    in.skip();
    keys.dropFrom(firstKey[depth], depth);
    depth--;
  }

  private void key() throws Fault {
    in.blank();
    if (in.peek() != '"') {
      throw new Fault("expected a key in quotes");
    }
    count();
    int start = in.at() + 1;
    boolean escaped = in.string();
    if (!keys.add(start, in.at() - 1, escaped, firstKey[depth], depth)) {
      throw new Fault("the key stands twice in one object");
    }
    in.blank();
    if (in.peek() != ':') {
      throw new Fault("expected ':'");
    }
    in.skip();
  }

  private void count() throws Fault {
    if (++tokens > limits.tokens()) {
      throw new Fault("more than " + limits.tokens() + " values");
    }
  }

  /** Where the pass stands, from its own stack. */
  private String pointer() {
    var pointer = new StringBuilder();
    for (int level = 1; level <= depth && pointer.length() < 1_000; level++) {
      int end = level == depth ? keys.size() : firstKey[level + 1];
      if (!object[level]) {
        pointer.append('/').append(index[level]);
      } else if (end > firstKey[level]) {
        pointer.append('/').append(keys.key(end - 1).replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }

  private String detail(Fault fault) {
    return "At byte " + in.at() + ": " + fault.getMessage() + ".";
  }
}
