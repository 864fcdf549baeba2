package dev.holdfast.sdk.binding.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Numbers with a fraction, and those without a bound. */
enum NumberCodec implements TextCodec {
  DOUBLE("number"),
  FLOAT("number"),
  DECIMAL("number"),
  UNBOUNDED("integer");

  private final String expected;

  NumberCodec(String expected) {
    this.expected = expected;
  }

  @Override
  public Object read(JsonReader in) {
    if (this == DOUBLE) {
      return in.real(expected);
    }
    String number = in.number(expected);
    return value(number, number, in.limits());
  }

  @Override
  public Object parse(String text) {
    String quoted = '"' + text + '"';
    if (text.length() > JsonLimits.DEFAULT.numberLength()) {
      throw mismatch(text);
    }
    return value(text, quoted, JsonLimits.DEFAULT);
  }

  private Object value(String number, String shown, JsonLimits limits) {
    try {
      return switch (this) {
        case DOUBLE -> finite(Double.parseDouble(number));
        case FLOAT -> (float) finite(Float.parseFloat(number));
        case DECIMAL -> bounded(new BigDecimal(number), limits);
        case UNBOUNDED -> new BigInteger(number);
      };
    } catch (NumberFormatException e) {
      throw JsonFault.mismatch("expected " + expected + ", got " + JsonReader.shown(shown));
    }
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new NumberFormatException();
    }
    return value;
  }

  private static BigDecimal bounded(BigDecimal value, JsonLimits limits) {
    if (Math.abs((long) value.scale()) > limits.decimalExponent()) {
      throw JsonFault.mismatch(
          "expected number with an exponent up to "
              + limits.decimalExponent()
              + ", got "
              + JsonReader.shown(value.toString()));
    }
    return value;
  }

  @Override
  public void write(JsonWriter out, Object value) {
    switch (this) {
      case DOUBLE, FLOAT -> {
        if (!Double.isFinite(((Number) value).doubleValue())) {
          throw JsonFault.mismatch(value + " has no JSON form");
        }
      }
      case DECIMAL -> bounded((BigDecimal) value, JsonLimits.DEFAULT);
      case UNBOUNDED -> {}
    }
    out.ascii(value.toString());
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
      case DOUBLE -> Map.of("type", expected, "format", "double");
      case FLOAT -> Map.of("type", expected, "format", "float");
      case DECIMAL, UNBOUNDED -> Map.of("type", expected);
    };
  }
}
