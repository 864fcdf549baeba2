package dev.holdfast.sdk.binding.json;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A type whose JSON form is a string. */
final class TextScalar implements TextCodec {
  static final Map<Class<?>, Codec> ALL =
      Map.of(
          String.class, of("string", Map.of(), it -> it, Object::toString),
          UUID.class, formatted("uuid", TextScalar::uuid, Object::toString),
          URI.class, formatted("uri", URI::create, Object::toString),
          Instant.class, formatted("date-time", Timestamps::parse, Timestamps::print),
          LocalDate.class, formatted("date", LocalDate::parse, Object::toString),
          Duration.class, formatted("duration", Duration::parse, Object::toString),
          byte[].class,
              of(
                  "base64",
                  Map.of("contentEncoding", "base64"),
                  Base64.getDecoder()::decode,
                  bytes -> Base64.getEncoder().encodeToString((byte[]) bytes)));

  private final String expected;
  private final Map<String, Object> schema;
  private final Function<String, Object> parse;
  private final Function<Object, String> print;

  private TextScalar(
      String expected,
      Map<String, Object> schema,
      Function<String, Object> parse,
      Function<Object, String> print) {
    this.expected = expected;
    this.schema = schema;
    this.parse = parse;
    this.print = print;
  }

  private static Codec formatted(
      String format, Function<String, Object> parse, Function<Object, String> print) {
    return of(format, Map.of("format", format), parse, print);
  }

  private static Codec of(
      String expected,
      Map<String, Object> schema,
      Function<String, Object> parse,
      Function<Object, String> print) {
    var whole = new LinkedHashMap<String, Object>(Map.of("type", "string"));
    whole.putAll(schema);
    return new TextScalar(expected, whole, parse, print);
  }

  /** The JDK also takes shorter groups, which would not be written back as they were read. */
  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException(text);
    }
    return UUID.fromString(text);
  }

  @Override
  public Object parse(String text) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw mismatch(text);
    }
  }

  @Override
  public String print(Object value) {
    return print.apply(value);
  }

  @Override
  public Object read(JsonReader in) {
    return parse(in.string(expected));
  }

  @Override
  public void write(JsonWriter out, Object value) {
    out.string(print.apply(value));
  }

  @Override
  public String expected() {
    return expected;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return schema;
  }
}
