package dev.holdfast.sdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.sdk.binding.json.Codecs;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.math.BigDecimal;
import java.util.ArrayList;

/**
 * One value of a message.
 *
 * @param text of a string its characters, of a number its digits, of all else its JSON
 */
record Scalar(Kind kind, String text) implements Comparable<Scalar> {
  private static final JsonCodec STRING =
      new Codecs(JsonLimits.DEFAULT).codec(String.class, new ArrayList<>());

  enum Kind {
    STRING,
    NUMBER,
    OTHER
  }

  static Scalar of(byte[] json) {
    return of(new String(json, UTF_8));
  }

  static Scalar of(String json) {
    if (json.startsWith("\"")) {
      return new Scalar(Kind.STRING, (String) STRING.decode(json.getBytes(UTF_8)));
    }
    boolean number = json.startsWith("-") || Character.isDigit(json.charAt(0));
    return number
        ? new Scalar(Kind.NUMBER, new BigDecimal(json).stripTrailingZeros().toPlainString())
        : new Scalar(Kind.OTHER, json);
  }

  /** Whether it can be part of an id. */
  boolean isText() {
    return kind != Kind.OTHER || text.equals("true") || text.equals("false");
  }

  /** Only for values of one kind. */
  @Override
  public int compareTo(Scalar other) {
    return kind == Kind.NUMBER
        ? new BigDecimal(text).compareTo(new BigDecimal(other.text))
        : text.compareTo(other.text);
  }
}
