package dev.holdfast.sdk.binding.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Constants of an enum, by their names as written. */
final class EnumCodec implements TextCodec {
  private final Class<?> type;
  private final Map<String, Object> constants = new LinkedHashMap<>();
  private final String expected;

  EnumCodec(Class<?> type) {
    this.type = type;
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    this.expected = "one of " + String.join(", ", constants.keySet());
  }

  @Override
  public Object read(JsonReader in) {
    return parse(in.string(expected));
  }

  @Override
  public void write(JsonWriter out, Object value) {
    out.string(print(value));
  }

  @Override
  public Object parse(String text) {
    Object constant = constants.get(text);
    if (constant == null) {
      throw mismatch(text);
    }
    return constant;
  }

  @Override
  public String print(Object value) {
    return ((Enum<?>) value).name();
  }

  @Override
  public String expected() {
    return expected;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.named(
        type.getSimpleName(),
        this,
        () -> Map.of("type", "string", "enum", List.copyOf(constants.keySet())));
  }
}
