package dev.holdfast.triggers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.Json;
import dev.holdfast.triggers.Condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a {@link Filter} from left to right; used once. */
final class FilterReader {
  private static final Pattern POINTER = Pattern.compile("/[^\\s=!<>]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
  private static final Pattern LITERAL =
      Pattern.compile(
          "\"(?:[^\"\\\\]++|\\\\.)*+\""
              + "|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
              + "|true|false|null");
  private static final Pattern BLANKS = Pattern.compile("\\s*");

  private final String text;
  private final Matcher matcher;
  private int at;

  FilterReader(String text) {
    this.text = text;
    this.matcher = POINTER.matcher(text);
  }

  List<List<Condition>> read() {
    var any = new ArrayList<List<Condition>>();
    var all = new ArrayList<Condition>();
    while (true) {
      all.add(condition());
      skipBlanks();
      if (at == text.length()) {
        any.add(List.copyOf(all));
        return List.copyOf(any);
      }
      switch (take(WORD)) {
        case "and" -> {}
        case "or" -> {
          any.add(List.copyOf(all));
          all.clear();
        }
        case String other -> {
          at -= other.length();
          throw expected("and, or, or the end");
        }
      }
    }
  }

  private Condition condition() {
    skipBlanks();
    int start = at;
    String place = take(POINTER);
    if (place.isEmpty()) {
      throw expected("a JSON pointer such as /celsius");
    }
    JsonPointer pointer = pointer(start, place);
    skipBlanks();
    for (Operator operator : Operator.values()) {
      if (text.startsWith(operator.sign(), at)) {
        at += operator.sign().length();
        return new Condition.Comparison(pointer, operator, literal(operator));
      }
    }
    if (take(WORD).equals("exists")) {
      return new Condition.Exists(pointer);
    }
    at = start + place.length();
    skipBlanks();
    throw expected("==, !=, <, <=, >, >= or exists");
  }

  private JsonPointer pointer(int start, String place) {
    try {
      return Payload.pointer(place);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " (at " + start + ")", e);
    }
  }

  private JsonNode literal(Operator operator) {
    skipBlanks();
    int start = at;
    String written = take(LITERAL);
    JsonNode value = Payload.read(Json.of(written));
    boolean ends = at == text.length() || Character.isWhitespace(text.charAt(at));
    boolean fits = value.isTextual() || value.isNumber() || !operator.orders();
    if (!value.isValueNode() || value.isMissingNode() || !ends || !fits) {
      at = start;
      throw expected(
          operator.orders()
              ? "a string in \" or a number"
              : "a string in \", a number, true, false or null");
    }
    return value;
  }

  private void skipBlanks() {
    take(BLANKS);
  }

  /** What matches here, which is then behind; empty if nothing does. */
  private String take(Pattern pattern) {
    matcher.usePattern(pattern).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private IllegalArgumentException expected(String what) {
    String found = at == text.length() ? "the end" : "\"" + text.substring(at) + "\"";
    return new IllegalArgumentException(
        "expected " + what + " at position " + at + ", found " + found);
  }
}
