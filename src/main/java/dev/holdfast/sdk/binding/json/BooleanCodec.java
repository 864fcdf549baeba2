package dev.holdfast.sdk.binding.json;

import java.util.Map;

/** True or false. */
enum BooleanCodec implements TextCodec {
  BOOLEAN;

  @Override
  public Object read(JsonReader in) {
    return in.bool();
  }

  @Override
  public void write(JsonWriter out, Object value) {
    out.bool((Boolean) value);
  }

  @Override
  public Object parse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw mismatch(text);
    };
  }

  @Override
  public String print(Object value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return "boolean";
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Map.of("type", "boolean");
  }
}
