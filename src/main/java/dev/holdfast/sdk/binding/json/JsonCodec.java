package dev.holdfast.sdk.binding.json;

import java.util.Map;

/**
 * How values of one type become JSON in UTF-8 and come back. Safe for any number of threads.
 *
 * <p>A record is an object with a field for each component; an enum its constant's name; a sealed
 * interface of records an object with one more field, {@code type}, the record's simple name. Times
 * and ids are strings in their usual form, {@code byte[]} is base64. An empty Optional field is
 * left out. What is read: a field that is not there is an empty Optional or collection, any other
 * must be there.
 */
public final class JsonCodec {
  private final Codec codec;
  private final JsonLimits limits;

  JsonCodec(Codec codec, JsonLimits limits) {
    this.codec = codec;
    this.limits = limits;
  }

  /** The value as JSON; a {@link JsonFault} if it holds what JSON cannot say, such as NaN. */
  public byte[] encode(Object value) {
    var out = new JsonWriter(limits);
    codec.write(out, value);
    return out.toBytes();
  }

  /** Reads what was once written: unknown fields are ignored, since the type may have had them. */
  public Object decode(byte[] json) {
    return read(json, false);
  }

  /** Reads what a caller sent: a field that the type does not have is a fault. */
  public Object decodeStrictly(byte[] json) {
    return read(json, true);
  }

  private Object read(byte[] json, boolean strict) {
    var in = new JsonReader(json, limits, strict);
    Object value = codec.read(in);
    in.finish();
    return value;
  }

  /** JSON Schema (2020-12) as plain maps and lists; named types are under {@code $defs}. */
  public Map<String, Object> schema() {
    var definitions = new Definitions(false);
    return definitions.document(codec.schema(definitions));
  }
}
