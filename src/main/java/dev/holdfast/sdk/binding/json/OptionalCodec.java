package dev.holdfast.sdk.binding.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value or nothing: as a field it may be left out, elsewhere nothing is {@code null}. */
record OptionalCodec(Codec value) implements Codec {
  @Override
  public Object read(JsonReader in) {
    return in.isNull() ? Optional.empty() : Optional.of(value.read(in));
  }

  @Override
  public void write(JsonWriter out, Object optional) {
    Object held = ((Optional<?>) optional).orElse(null);
    if (held == null) {
      out.nothing();
    } else {
      value.write(out, held);
    }
  }

  @Override
  public Object absent() {
    return Optional.empty();
  }

  @Override
  public boolean omits(Object optional) {
    return ((Optional<?>) optional).isEmpty();
  }

  @Override
  public String expected() {
    return value.expected();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Map.of("anyOf", List.of(value.schema(definitions), Map.of("type", "null")));
  }
}
