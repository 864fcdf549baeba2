package dev.holdfast.sdk.binding.json;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain maps, lists, strings, numbers and booleans, such as a schema, as JSON. */
public final class JsonText {
  private JsonText() {}

  public static byte[] write(Object plain) {
    var out = new JsonWriter(JsonLimits.DEFAULT);
    write(out, plain);
    return out.toBytes();
  }

  private static void write(JsonWriter out, @Nullable Object plain) {
    switch (plain) {
      case null -> out.nothing();
      case Map<?, ?> map -> {
        out.open('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (!first) {
            out.put(',');
          }
          first = false;
          out.string(String.valueOf(entry.getKey()));
          out.put(':');
          write(out, entry.getValue());
        }
        out.close('}');
      }
      case Collection<?> list -> {
        out.open('[');
        boolean first = true;
        for (Object element : list) {
          if (!first) {
            out.put(',');
          }
          first = false;
          write(out, element);
        }
        out.close(']');
      }
      case Boolean flag -> out.bool(flag);
      case Number number -> out.ascii(number.toString());
      default -> out.string(plain.toString());
    }
  }
}
