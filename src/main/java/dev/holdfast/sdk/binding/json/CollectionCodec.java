package dev.holdfast.sdk.binding.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lists, and sets, which keep the order they came in. What is read cannot be changed. */
record CollectionCodec(boolean unique, Codec element) implements Codec {
  @Override
  public Object read(JsonReader in) {
    if (!in.enterArray()) {
      return absent();
    }
    Collection<Object> values = unique ? new LinkedHashSet<>() : new ArrayList<>();
    int index = 0;
    do {
      try {
        if (!values.add(element.read(in))) {
          throw JsonFault.mismatch("expected each element once, got one twice");
        }
      } catch (JsonFault fault) {
        throw fault.under(Integer.toString(index));
      }
      index++;
    } while (in.moreElements());
    return unique ? Collections.unmodifiableSet((Set<?>) values) : List.copyOf(values);
  }

  @Override
  public void write(JsonWriter out, Object values) {
    out.open('[');
    int index = 0;
    for (Object value : (Collection<?>) values) {
      if (index > 0) {
        out.put(',');
      }
      try {
        element.write(out, Objects.requireNonNull(value));
      } catch (JsonFault fault) {
        throw fault.under(Integer.toString(index));
      }
      index++;
    }
    out.close(']');
  }

  @Override
  public Object absent() {
    return unique ? Set.of() : List.of();
  }

  @Override
  public String expected() {
    return "array";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "array");
    schema.put("items", element.schema(definitions));
    if (unique) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }
}
