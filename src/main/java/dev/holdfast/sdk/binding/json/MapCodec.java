package dev.holdfast.sdk.binding.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Maps, which keep the order they came in. What is read cannot be changed. */
record MapCodec(TextCodec key, Codec value) implements Codec {
  @Override
  public Object read(JsonReader in) {
    if (!in.enterObject()) {
      return absent();
    }
    var entries = new LinkedHashMap<Object, Object>();
    do {
      String name = in.name();
      try {
        if (entries.put(key.parse(name), value.read(in)) != null) {
          throw JsonReader.duplicate(name);
        }
      } catch (JsonFault fault) {
        throw fault.under(name);
      }
    } while (in.moreFields());
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public void write(JsonWriter out, Object map) {
    out.open('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
      if (!first) {
        out.put(',');
      }
      first = false;
      String name = key.print(Objects.requireNonNull(entry.getKey()));
      out.string(name);
      out.put(':');
      try {
        value.write(out, Objects.requireNonNull(entry.getValue()));
      } catch (JsonFault fault) {
        throw fault.under(name);
      }
    }
    out.close('}');
  }

  @Override
  public Object absent() {
    return Map.of();
  }

  @Override
  public String expected() {
    return "object";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("additionalProperties", value.schema(definitions));
    if (key.schema(definitions).size() > 1) {
      schema.put("propertyNames", key.schema(definitions));
    }
    return schema;
  }
}
