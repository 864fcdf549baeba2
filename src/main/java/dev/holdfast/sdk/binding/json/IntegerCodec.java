package dev.holdfast.sdk.binding.json;

import java.util.Map;

/** Integers that fit into a long. */
enum IntegerCodec implements TextCodec {
  BYTE(Byte.MIN_VALUE, Byte.MAX_VALUE),
  SHORT(Short.MIN_VALUE, Short.MAX_VALUE),
  INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
  LONG(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final String EXPECTED = "integer";

  private final long least;
  private final long most;

  IntegerCodec(long least, long most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public Object read(JsonReader in) {
    return boxed(in.integer(EXPECTED));
  }

  private Object boxed(long value) {
    if (value < least || value > most) {
      throw JsonFault.mismatch("expected integer from " + least + " to " + most + ", got " + value);
    }
    return switch (this) {
      case BYTE -> (byte) value;
      case SHORT -> (short) value;
      case INT -> (int) value;
      case LONG -> value;
    };
  }

  @Override
  public void write(JsonWriter out, Object value) {
    out.integer(((Number) value).longValue());
  }

  @Override
  public Object parse(String text) {
    try {
      return boxed(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw mismatch(text);
    }
  }

  @Override
  public String print(Object value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return EXPECTED;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return switch (this) {
      case INT -> Map.of("type", EXPECTED, "format", "int32");
      case LONG -> Map.of("type", EXPECTED, "format", "int64");
      case BYTE, SHORT -> Map.of("type", EXPECTED, "minimum", least, "maximum", most);
    };
  }
}
