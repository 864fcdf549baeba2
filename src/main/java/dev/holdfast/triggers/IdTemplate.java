package dev.holdfast.triggers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which instance gets a message, as text.
 *
 * <pre>
 *   (empty)              the key of the message
 *   /station/id          what stands there in the payload: a JSON pointer
 *   {station.id}-{year}  text with fields of the payload in it
 * </pre>
 *
 * <p>A string stands for itself, a number for its digits without exponent and without zeros at the
 * end of its fraction (equal numbers are the same instance), a boolean for its name.
 */
public final class IdTemplate {
  private final String text;
  private final List<Part> parts;

  private IdTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /** What a template came to. */
  public sealed interface Result {
    /** The id of an instance. */
    record Resolved(String id) implements Result {}

    /** There is none, and why, as a sentence. */
    record Unresolved(String why) implements Result {}
  }

  private sealed interface Part {
    record Text(String text) implements Part {}

    /** A value of the payload; the name is the author's. */
    record Field(String name, JsonPointer at) implements Part {}
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static IdTemplate of(String text) {
    if (text.isEmpty()) {
      return new IdTemplate(text, List.of());
    }
    return new IdTemplate(
        text,
        text.startsWith("/")
            ? List.of(new Part.Field(text, Payload.pointer(text)))
            : templateParts(text));
  }

  private static List<Part> templateParts(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      String plain = text.substring(at, open < 0 ? text.length() : open);
      demandPlain(plain);
      if (!plain.isEmpty()) {
        parts.add(new Part.Text(plain));
      }
      if (open < 0) {
        return parts;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("a { is never closed");
      }
      String name = text.substring(open + 1, close);
      parts.add(new Part.Field(name, pointer(name)));
      at = close + 1;
    }
    return parts;
  }

  private static void demandPlain(String plain) {
    if (plain.indexOf('}') >= 0) {
      throw new IllegalArgumentException("a } closes nothing");
    }
    if (!plain.isEmpty() && !EntityId.isId("_" + plain)) {
      throw new IllegalArgumentException(
          "\"" + plain + "\" cannot be in an id: an id has no slash and no control character");
    }
  }

  private static JsonPointer pointer(String name) {
    var pointer = new StringBuilder();
    for (String field : name.split("\\.", -1)) {
      if (field.isEmpty() || field.indexOf('{') >= 0) {
        throw new IllegalArgumentException("{" + name + "} names no field");
      }
      pointer.append('/').append(field.replace("~", "~0").replace("/", "~1"));
    }
    return JsonPointer.compile(pointer.toString());
  }

  /** The id for a message. */
  public Result resolve(Json payload, String key) {
    if (parts.isEmpty()) {
      return checked(key);
    }
    JsonNode root = Payload.read(payload);
    var id = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String plain) -> id.append(plain);
        case Part.Field(String name, JsonPointer at) -> {
          String value = value(root.at(at));
          if (value.isEmpty()) {
            return new Result.Unresolved(
                "The message has no string, number or boolean for its id at " + name + ".");
          }
          id.append(value);
        }
      }
    }
    return checked(id.toString());
  }

  /** Empty for what cannot be part of an id. */
  private static String value(JsonNode node) {
    if (node.isTextual() || node.isBoolean()) {
      return node.asText();
    }
    if (!node.isNumber()) {
      return "";
    }
    BigDecimal number = node.decimalValue().stripTrailingZeros();
    long exponent = (long) number.precision() - number.scale();
    boolean writable = Math.abs(exponent) <= EntityId.LONGEST_ID;
    return writable ? number.toPlainString() : "";
  }

  private static Result checked(String id) {
    return EntityId.isId(id)
        ? new Result.Resolved(id)
        : new Result.Unresolved("\"" + shortened(id) + "\" cannot be the id of an instance.");
  }

  private static String shortened(String id) {
    return id.length() <= EntityId.LONGEST_ID ? id : id.substring(0, EntityId.LONGEST_ID) + "…";
  }

  @Override
  public String toString() {
    return text;
  }
}
