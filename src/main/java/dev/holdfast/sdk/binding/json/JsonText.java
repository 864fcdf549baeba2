package dev.holdfast.sdk.binding.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value whose type is not declared anywhere, by its class: a schema of maps and lists, or
 * the payload of a topic. Maps and collections may hold records and all else that has a JSON form.
 */
public final class JsonText {
  /** By class, and gone with it. */
  private static final ClassValue<Codec> CODECS =
      new ClassValue<>() {
        @Override
        protected Codec computeValue(Class<?> type) {
          List<TypeFault> faults = new ArrayList<>();
          Codec codec = new Codecs(JsonLimits.DEFAULT).find(type, faults);
          if (!faults.isEmpty()) {
            throw JsonFault.mismatch(faults.getFirst().of(type.getSimpleName()));
          }
          return codec;
        }
      };

  private JsonText() {}

  /**
   * The value as JSON.
   *
   * @throws JsonFault if it, or something it holds, has no JSON form
   */
  public static byte[] write(Object value) {
    var out = new JsonWriter(JsonLimits.DEFAULT);
    write(out, value);
    return out.toBytes();
  }

  private static void write(JsonWriter out, @Nullable Object value) {
    switch (value) {
      case null -> out.nothing();
      case Map<?, ?> map -> writeMap(out, map);
      case Collection<?> list -> writeList(out, list);
      case Optional<?> held -> write(out, held.orElse(null));
      case Enum<?> constant -> out.string(constant.name());
      default -> CODECS.get(value.getClass()).write(out, value);
    }
  }

  private static void writeMap(JsonWriter out, Map<?, ?> map) {
    out.open('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.put(',');
      }
      first = false;
      out.string(name(entry.getKey()));
      out.put(':');
      write(out, entry.getValue());
    }
    out.close('}');
  }

  private static String name(Object key) {
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    if (CODECS.get(key.getClass()) instanceof TextCodec text) {
      return text.print(key);
    }
    throw JsonFault.mismatch(key.getClass().getSimpleName() + " cannot be the key of a Map");
  }

  private static void writeList(JsonWriter out, Collection<?> list) {
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
}
