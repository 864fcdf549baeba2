package dev.holdfast.sdk.binding.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sealed interface of records as one of their objects with one more field, {@code type}, which is
 * the simple name of the record. It is written first and read anywhere.
 */
final class SealedCodec implements Codec {
  static final String TAG = "type";
  private static final byte[] QUOTED_TAG = ('"' + TAG + '"').getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> OTHERS = Set.of(TAG);

  private final Class<?> type;
  private final Map<String, RecordCodec> byTag = new LinkedHashMap<>();
  private final Map<Class<?>, String> tags = new HashMap<>();

  SealedCodec(Class<?> type) {
    this.type = type;
  }

  /** Adds a variant; false if another one has its tag. */
  boolean complete(String tag, Class<?> variant, RecordCodec codec) {
    tags.put(variant, tag);
    return byTag.put(tag, codec) == null;
  }

  Collection<RecordCodec> variants() {
    return byTag.values();
  }

  @Override
  public Object read(JsonReader in) {
    int start = in.mark();
    int depth = in.depth();
    if (!in.enterObject()) {
      throw JsonFault.mismatch("expected " + names() + ", got nothing").under(TAG);
    }
    if (in.nameIs(QUOTED_TAG)) {
      RecordCodec codec = codec(in.string(names()));
      @Nullable Object[] values = new Object[codec.fields().size()];
      if (in.moreFields()) {
        codec.readFields(in, values, Set.of());
      }
      return codec.build(values);
    }
    RecordCodec codec = seek(in);
    in.reset(start, depth);
    in.enterObject();
    @Nullable Object[] values = new Object[codec.fields().size()];
    codec.readFields(in, values, OTHERS);
    return codec.build(values);
  }

  private RecordCodec seek(JsonReader in) {
    do {
      if (in.name().equals(TAG)) {
        return codec(in.string(names()));
      }
      in.skip();
    } while (in.moreFields());
    throw JsonFault.mismatch("expected " + names() + ", got nothing").under(TAG);
  }

  private RecordCodec codec(String tag) {
    RecordCodec codec = byTag.get(tag);
    if (codec == null) {
      String got = JsonReader.shown('"' + tag + '"');
      throw JsonFault.mismatch("expected " + names() + ", got " + got).under(TAG);
    }
    return codec;
  }

  private String names() {
    return "one of " + String.join(", ", byTag.keySet());
  }

  @Override
  public void write(JsonWriter out, Object value) {
    String tag = tags.get(value.getClass());
    RecordCodec codec = tag == null ? null : byTag.get(tag);
    if (tag == null || codec == null) {
      throw JsonFault.mismatch(value.getClass().getSimpleName() + " is no " + names());
    }
    out.open('{');
    out.raw(QUOTED_TAG);
    out.put(':');
    out.string(tag);
    codec.writeFields(out, value, false);
    out.close('}');
  }

  @Override
  public String expected() {
    return "object";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.named(type.getSimpleName(), this, () -> variants(definitions));
  }

  private Map<String, Object> variants(Definitions definitions) {
    List<Object> variants = new ArrayList<>();
    byTag.forEach(
        (tag, codec) ->
            variants.add(
                definitions.named(
                    type.getSimpleName() + "." + tag,
                    List.of(this, codec),
                    () -> codec.objectSchema(definitions, Map.of(TAG, Map.of("const", tag))))));
    return Map.of("oneOf", variants, "discriminator", Map.of("propertyName", TAG));
  }
}
