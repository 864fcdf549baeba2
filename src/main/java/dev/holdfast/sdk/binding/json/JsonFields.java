package dev.holdfast.sdk.binding.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes an object apart without knowing its type: each field stays the JSON it was written as. */
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
        in.peek();
        int start = in.mark();
        in.skip();
        if (fields.put(name, Arrays.copyOfRange(object, start, in.mark())) != null) {
          throw JsonReader.duplicate(name);
        }
      } while (in.moreFields());
    }
    in.finish();
    return fields;
  }
}
