package dev.holdfast.sdk.binding.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a document apart without knowing its type: each part stays the JSON it was written as. */
public final class JsonFields {
  private JsonFields() {}

  /**
   * The fields of an object in their order.
   *
   * @throws JsonFault if this is no object, or no JSON
   */
  public static Map<String, byte[]> of(byte[] object) {
    var in = new JsonReader(object, JsonLimits.DEFAULT, true);
    var fields = new LinkedHashMap<String, byte[]>();
    if (in.enterObject()) {
      do {
        String name = in.name();
        if (fields.put(name, value(object, in)) != null) {
          throw JsonReader.duplicate(name);
        }
      } while (in.moreFields());
    }
    in.finish();
    return fields;
  }

  private static List<byte[]> elements(byte[] array) {
    var in = new JsonReader(array, JsonLimits.DEFAULT, true);
    var elements = new ArrayList<byte[]>();
    if (in.enterArray()) {
      do {
        elements.add(value(array, in));
      } while (in.moreElements());
    }
    in.finish();
    return elements;
  }

  private static byte[] value(byte[] document, JsonReader in) {
    in.peek();
    int start = in.mark();
    in.skip();
    return Arrays.copyOfRange(document, start, in.mark());
  }

  /**
   * What a JSON pointer leads to; empty if there is nothing.
   *
   * @throws JsonFault if this is no JSON
   */
  public static Optional<byte[]> at(byte[] document, String pointer) {
    byte[] value = document;
    for (String token : pointer.substring(1).split("/", -1)) {
      String name = token.replace("~1", "/").replace("~0", "~");
      Optional<byte[]> within = within(value, name);
      if (within.isEmpty()) {
        return Optional.empty();
      }
      value = within.get();
    }
    return Optional.of(value);
  }

  private static Optional<byte[]> within(byte[] value, String name) {
    return switch (new JsonReader(value, JsonLimits.DEFAULT, true).peek()) {
      case '{' -> Optional.ofNullable(of(value).get(name));
      case '[' -> {
        List<byte[]> elements = elements(value);
        boolean within =
            name.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(name) < elements.size();
        yield within ? Optional.of(elements.get(Integer.parseInt(name))) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }
}
