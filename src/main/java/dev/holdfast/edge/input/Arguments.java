package dev.holdfast.edge.input;

import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the argument of a handler from path variables, query parameters and a body. */
public final class Arguments {
  private Arguments() {}

  /**
   * The argument from text alone.
   *
   * @param given by name, in order; a name may come again where the field is a list
   */
  public static Json fromText(ArgumentShape shape, List<Target.Parameter> given, JsonLimits limits)
      throws RequestRefused {
    return switch (shape) {
      case ArgumentShape.Nothing() -> {
        if (!given.isEmpty()) {
          throw wrong(given.getFirst().name(), "The handler takes no argument.");
        }
        yield Json.NULL;
      }
      case ArgumentShape.Single single -> single(single, given, limits);
      case ArgumentShape.Fields(var fields) -> Json.of(object(fields, given, limits));
    };
  }

  /**
   * The argument from a body and the variables of the route that led here.
   *
   * @param body empty bytes for none
   */
  public static Json fromBody(
      ArgumentShape shape, byte[] body, List<Target.Parameter> given, JsonLimits limits)
      throws RequestRefused {
    if (isBlank(body)) {
      return fromText(shape, given, limits);
    }
    var fault = JsonGuard.check(body, limits);
    if (fault.isPresent()) {
      throw new RequestRefused(fault.get());
    }
    var document = Json.wrap(body);
    if (shape instanceof ArgumentShape.Nothing) {
      if (!given.isEmpty()) {
        throw wrong(given.getFirst().name(), "The handler takes no argument.");
      }
      if (!document.isNull() && !isEmptyObject(body)) {
        throw wrong("", "The handler takes no argument.");
      }
      return Json.NULL;
    }
    return given.isEmpty() ? document : merged(shape, body, given, limits);
  }

  private static Json merged(
      ArgumentShape shape, byte[] body, List<Target.Parameter> given, JsonLimits limits)
      throws RequestRefused {
    if (!(shape instanceof ArgumentShape.Fields(var fields))) {
      throw wrong("", "The argument came in the path or query and again in the body.");
    }
    String text = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      throw wrong("", "The body must be an object, because the path fills some of its fields.");
    }
    String added = object(fields, given, limits);
    boolean empty = isEmptyObject(body);
    byte[] both =
        (added.substring(0, added.length() - 1) + (empty ? "}" : "," + text.substring(1)))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var fault = JsonGuard.check(both, limits);
    if (fault.isPresent()) {
      throw wrong(
          given.getFirst().name(), "The field came in the path or query and again in the body.");
    }
    return Json.wrap(both);
  }

  private static Json single(
      ArgumentShape.Single single, List<Target.Parameter> given, JsonLimits limits)
      throws RequestRefused {
    if (given.isEmpty()) {
      return single.list() ? Json.of("[]") : Json.NULL;
    }
    String name = given.getFirst().name();
    var values = new ArrayList<String>();
    for (Target.Parameter parameter : given) {
      if (!parameter.name().equals(name)) {
        throw wrong(parameter.name(), "The handler takes one value.");
      }
      values.add(parameter.value());
    }
    return Json.of(value("", single, values, limits));
  }

  private static String object(
      Map<String, ArgumentShape.Single> fields, List<Target.Parameter> given, JsonLimits limits)
      throws RequestRefused {
    var byName = new LinkedHashMap<String, List<String>>();
    for (Target.Parameter parameter : given) {
      if (!fields.containsKey(parameter.name())) {
        throw wrong(parameter.name(), "The handler's argument has no such field.");
      }
      byName.computeIfAbsent(parameter.name(), n -> new ArrayList<>(1)).add(parameter.value());
    }
    var json = new StringBuilder("{");
    for (Map.Entry<String, List<String>> entry : byName.entrySet()) {
      if (json.length() > 1) {
        json.append(',');
      }
      JsonStrings.quote(json, entry.getKey());
      ArgumentShape.Single field = fields.get(entry.getKey());
      if (field == null) {
        throw new AssertionError("looked up above");
      }
      json.append(':').append(value(entry.getKey(), field, entry.getValue(), limits));
    }
    return json.append('}').toString();
  }

  private static String value(
      String name, ArgumentShape.Single shape, List<String> values, JsonLimits limits)
      throws RequestRefused {
    if (!shape.list()) {
      if (values.size() > 1) {
        throw wrong(name, "The value came more than once.");
      }
      return one(name, shape.text(), values.getFirst(), limits);
    }
    var json = new StringBuilder("[");
    for (String value : values) {
      json.append(json.length() > 1 ? "," : "").append(one(name, shape.text(), value, limits));
    }
    return json.append(']').toString();
  }

  private static String one(String name, ArgumentShape.Text text, String value, JsonLimits limits)
      throws RequestRefused {
    return switch (text) {
      case STRING -> {
        var quoted = new StringBuilder(value.length() + 2);
        JsonStrings.quote(quoted, value);
        yield quoted.toString();
      }
      case INTEGER -> {
        if (!JsonGuard.isNumber(value, limits) || !value.chars().allMatch(Arguments::isInteger)) {
          throw wrong(name, "expected integer, got \"" + shortened(value) + "\"");
        }
        yield value;
      }
      case NUMBER -> {
        if (!JsonGuard.isNumber(value, limits)) {
          throw wrong(name, "expected number, got \"" + shortened(value) + "\"");
        }
        yield value;
      }
      case BOOLEAN -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw wrong(name, "expected boolean, got \"" + shortened(value) + "\"");
        }
        yield value;
      }
      case DOCUMENT ->
          throw wrong(name, "The value cannot be written in a path or query; POST it as JSON.");
    };
  }

  private static boolean isInteger(int c) {
    return c == '-' || (c >= '0' && c <= '9');
  }

  private static String shortened(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmptyObject(byte[] valid) {
    int brackets = 0;
    for (byte b : valid) {
      if (b == '{' || b == '}') {
        brackets++;
      } else if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return brackets == 2;
  }

  private static RequestRefused wrong(String name, String detail) {
    String pointer = name.isEmpty() ? "" : "/" + name.replace("~", "~0").replace("/", "~1");
    return new RequestRefused(ProblemCode.INVALID_ARGUMENT.at(pointer, detail));
  }
}
