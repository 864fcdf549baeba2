package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whether two JSON values say the same: numbers by their value, objects in any order. In text that
 * is expected, {@code …} stands for anything.
 */
public final class Alike {
  private static final String ANYTHING = "…";

  private Alike() {}

  public static boolean are(JsonNode expected, JsonNode got) {
    if (expected.isNumber() && got.isNumber()) {
      return expected.decimalValue().compareTo(got.decimalValue()) == 0;
    }
    if (expected.isTextual() && got.isTextual()) {
      return texts(expected.textValue(), got.textValue());
    }
    if (expected.isArray() && got.isArray()) {
      return arrays(expected, got);
    }
    if (expected.isObject() && got.isObject()) {
      return objects(expected, got);
    }
    return expected.equals(got);
  }

  private static boolean arrays(JsonNode expected, JsonNode got) {
    if (expected.size() != got.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!are(expected.get(i), got.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean objects(JsonNode expected, JsonNode got) {
    var names = new TreeSet<String>();
    expected.fieldNames().forEachRemaining(names::add);
    var others = new TreeSet<String>();
    got.fieldNames().forEachRemaining(others::add);
    if (!names.equals(others)) {
      return false;
    }
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      if (!are(field.getValue(), got.path(field.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean texts(String expected, String got) {
    if (!expected.contains(ANYTHING)) {
      return expected.equals(got);
    }
    var regex = new StringBuilder();
    for (String part : expected.split(ANYTHING, -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(got).matches();
  }
}
