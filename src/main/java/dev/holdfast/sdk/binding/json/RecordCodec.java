package dev.holdfast.sdk.binding.json;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as an object with a field for each component. Fields may come in any order; in the order
 * of the components they are recognised by comparing bytes.
 */
final class RecordCodec implements Codec {
  /** One component, with its name as it is written: quoted, in UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Field(String name, byte[] quoted, MethodHandle accessor, Codec codec) {
    Field(String name, MethodHandle accessor, Codec codec) {
      this(name, ('"' + name + '"').getBytes(StandardCharsets.UTF_8), accessor, codec);
    }
  }

  private static final Set<String> NONE = Set.of();

  private final Class<?> type;
  private Field[] fields = {};
  private final Map<String, Integer> positions = new HashMap<>();
  private @Nullable MethodHandle constructor;

  RecordCodec(Class<?> type) {
    this.type = type;
  }

  /** Completes a codec that its own fields may already refer to. */
  void complete(List<Field> components, MethodHandle canonical) {
    fields = components.toArray(Field[]::new);
    for (int i = 0; i < fields.length; i++) {
      positions.put(fields[i].name, i);
    }
    constructor = canonical;
  }

  List<Field> fields() {
    return List.of(fields);
  }

  @Override
  public Object read(JsonReader in) {
    @Nullable Object[] values = new Object[fields.length];
    if (in.enterObject()) {
      readFields(in, values, NONE);
    }
    return build(values);
  }

  /** Reads the fields left of an object, of which the ones in {@code others} are not ours. */
  void readFields(JsonReader in, @Nullable Object[] values, Set<String> others) {
    Set<String> skipped = NONE;
    int guess = 0;
    do {
      int position;
      if (guess < fields.length && in.nameIs(fields[guess].quoted)) {
        position = guess;
      } else {
        String name = in.name();
        position = positions.getOrDefault(name, -1);
        if (position < 0) {
          skipped = skip(in, name, skipped, others);
          continue;
        }
      }
      Field field = fields[position];
      if (values[position] != null) {
        throw JsonReader.duplicate(field.name);
      }
      try {
        values[position] = field.codec.read(in);
      } catch (JsonFault fault) {
        throw fault.under(field.name);
      }
      guess = position + 1;
    } while (in.moreFields());
  }

  /** Takes the value of a field that is not ours; returns the names skipped so far. */
  private Set<String> skip(JsonReader in, String name, Set<String> skipped, Set<String> others) {
    if (in.strict() && !others.contains(name)) {
      throw unknown(name);
    }
    Set<String> names = skipped.isEmpty() ? new HashSet<>() : skipped;
    if (!names.add(name)) {
      throw JsonReader.duplicate(name);
    }
    in.skip();
    return names;
  }

  JsonFault unknown(String name) {
    return JsonFault.mismatch(unknown()).under(name);
  }

  int position(String name) {
    return positions.getOrDefault(name, -1);
  }

  private String unknown() {
    var names = new ArrayList<String>();
    for (Field field : fields) {
      names.add(field.name);
    }
    return names.isEmpty()
        ? "unknown field: " + type.getSimpleName() + " has none"
        : "unknown field: " + type.getSimpleName() + " has " + String.join(", ", names);
  }

  /** The record of these values, with a fault for each one that is missing. */
  Object build(@Nullable Object[] values) {
    for (int i = 0; i < fields.length; i++) {
      if (values[i] == null) {
        Object absent = fields[i].codec.absent();
        if (absent == null) {
          String expected = fields[i].codec.expected();
          throw JsonFault.mismatch("expected " + expected + ", got nothing").under(fields[i].name);
        }
        values[i] = absent;
      }
    }
    try {
      return (Object) completed().invokeExact(values);
    } catch (RuntimeException e) {
      // The author's own constructor refuses these values.
      String why = e.getMessage();
      throw JsonFault.mismatch(
          why == null ? type.getSimpleName() + " cannot hold these values" : why);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(type + " has a constructor that throws " + e, e);
    }
  }

  private MethodHandle completed() {
    if (constructor == null) {
      throw new IllegalStateException("the codec of " + type + " is used before it is complete");
    }
    return constructor;
  }

  @Override
  public void write(JsonWriter out, Object value) {
    out.open('{');
    writeFields(out, value, true);
    out.close('}');
  }

  /** Writes the fields; {@code first} unless something stands before them in the object. */
  void writeFields(JsonWriter out, Object value, boolean first) {
    boolean comma = !first;
    for (Field field : fields) {
      try {
        Object held = get(field, value);
        if (!field.codec.omits(held)) {
          if (comma) {
            out.put(',');
          }
          comma = true;
          out.raw(field.quoted);
          out.put(':');
          field.codec.write(out, held);
        }
      } catch (JsonFault fault) {
        throw fault.under(field.name);
      }
    }
  }

  private Object get(Field field, Object value) {
    Object held;
    try {
      held = (Object) field.accessor.invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(type + " has an accessor that throws " + e, e);
    }
    if (held == null) {
      throw JsonFault.mismatch("null has no JSON form; an Optional field can be empty");
    }
    return held;
  }

  @Override
  public String expected() {
    return "object";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.named(type.getSimpleName(), this, () -> objectSchema(definitions, Map.of()));
  }

  /** The schema of the object itself, with these properties before its own. */
  Map<String, Object> objectSchema(Definitions definitions, Map<String, Object> before) {
    var properties = new LinkedHashMap<>(before);
    var required = new ArrayList<>(before.keySet());
    for (Field field : fields) {
      Codec codec = field.codec instanceof OptionalCodec(Codec held) ? held : field.codec;
      properties.put(field.name, codec.schema(definitions));
      if (field.codec.absent() == null) {
        required.add(field.name);
      }
    }
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (definitions.strict()) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }
}
