package dev.holdfast.sdk.binding.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** A type whose JSON form stands without quotes: numbers of every size, and booleans. */
enum PlainScalar implements TextCodec {
  BYTE("integer"),
  SHORT("integer"),
  INT("integer"),
  LONG("integer"),
  BIG_INTEGER("integer"),
  FLOAT("number"),
  DOUBLE("number"),
  DECIMAL("number"),
  BOOLEAN("boolean");

  static final Map<Class<?>, Codec> ALL = all();

  private final String expected;

  PlainScalar(String expected) {
    this.expected = expected;
  }

  private static Map<Class<?>, Codec> all() {
    var all = new HashMap<Class<?>, Codec>();
    all.put(byte.class, BYTE);
    all.put(Byte.class, BYTE);
    all.put(short.class, SHORT);
    all.put(Short.class, SHORT);
    all.put(int.class, INT);
    all.put(Integer.class, INT);
    all.put(long.class, LONG);
    all.put(Long.class, LONG);
    all.put(BigInteger.class, BIG_INTEGER);
    all.put(float.class, FLOAT);
    all.put(Float.class, FLOAT);
    all.put(double.class, DOUBLE);
    all.put(Double.class, DOUBLE);
    all.put(BigDecimal.class, DECIMAL);
    all.put(boolean.class, BOOLEAN);
    all.put(Boolean.class, BOOLEAN);
    return Map.copyOf(all);
  }

  @Override
  public Object read(JsonReader in) {
    return switch (this) {
      case BYTE -> (byte) bounded(in.integer(expected), Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> (short) bounded(in.integer(expected), Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> (int) bounded(in.integer(expected), Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> in.integer(expected);
      case DOUBLE -> in.real(expected);
      case BOOLEAN -> in.bool();
      case BIG_INTEGER, FLOAT, DECIMAL -> {
        String number = in.number(expected);
        yield parse(number, number, in.limits());
      }
    };
  }

  @Override
  public Object parse(String text) {
    String shown = '"' + text + '"';
    boolean tooLong = text.length() > JsonLimits.DEFAULT.numberLength();
    if (this != BOOLEAN && (tooLong || !JsonNumbers.isNumber(text))) {
      throw unfit(shown); // The JDK would also take 1d, 0x1p3 and the digits of other scripts.
    }
    return parse(text, shown, JsonLimits.DEFAULT);
  }

  private Object parse(String text, String shown, JsonLimits limits) {
    try {
      return switch (this) {
        case BYTE -> Byte.valueOf(text);
        case SHORT -> Short.valueOf(text);
        case INT -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case BIG_INTEGER -> new BigInteger(text);
        case FLOAT -> finite(Float.valueOf(text), shown);
        case DOUBLE -> finite(Double.valueOf(text), shown);
        case DECIMAL -> bounded(new BigDecimal(text), limits);
        case BOOLEAN -> bool(text);
      };
    } catch (NumberFormatException e) {
      throw unfit(shown);
    }
  }

  private Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw mismatch(text);
    };
  }

  private static long bounded(long value, long least, long most) {
    if (value < least || value > most) {
      throw JsonFault.mismatch("expected integer from " + least + " to " + most + ", got " + value);
    }
    return value;
  }

  private static BigDecimal bounded(BigDecimal value, JsonLimits limits) {
    if (Math.abs((long) value.scale()) > limits.decimalExponent()) {
      String shown = JsonReader.shown(value.toString());
      throw JsonFault.mismatch(
          "expected number with an exponent up to " + limits.decimalExponent() + ", got " + shown);
    }
    return value;
  }

  private Number finite(Number value, String shown) {
    if (!Double.isFinite(value.doubleValue())) {
      throw unfit(shown);
    }
    return value;
  }

  private JsonFault unfit(String shown) {
    return JsonFault.mismatch("expected " + expected + ", got " + JsonReader.shown(shown));
  }

  @Override
  public void write(JsonWriter out, Object value) {
    switch (this) {
      case BYTE, SHORT, INT, LONG -> out.integer(((Number) value).longValue());
      case BOOLEAN -> out.bool((Boolean) value);
      case BIG_INTEGER -> out.ascii(value.toString());
      case DECIMAL -> out.ascii(bounded((BigDecimal) value, JsonLimits.DEFAULT).toString());
      case FLOAT, DOUBLE -> {
        if (!Double.isFinite(((Number) value).doubleValue())) {
          throw JsonFault.mismatch(value + " has no JSON form");
        }
        out.ascii(value.toString());
      }
    }
  }

  @Override
  public String print(Object value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return expected;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return switch (this) {
      case BYTE -> Map.of("type", expected, "minimum", -128, "maximum", 127);
      case SHORT -> Map.of("type", expected, "minimum", -32768, "maximum", 32767);
      case INT -> Map.of("type", expected, "format", "int32");
      case LONG -> Map.of("type", expected, "format", "int64");
      case FLOAT -> Map.of("type", expected, "format", "float");
      case DOUBLE -> Map.of("type", expected, "format", "double");
      case BIG_INTEGER, DECIMAL, BOOLEAN -> Map.of("type", expected);
    };
  }
}
