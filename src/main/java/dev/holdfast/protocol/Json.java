package dev.holdfast.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON document as UTF-8 bytes, carried without being parsed: arguments, replies, events and
 * states cross the platform in this form and are read only where their types are known.
 *
 * <p>Invariant: the bytes are never changed after construction; whoever wraps an array gives it up.
 */
public final class Json {
  /** The JSON {@code null}: the argument and the reply of a handler that has none. */
  public static final Json NULL = of("null");

  private final byte[] utf8;

  private Json(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Wraps the bytes of one valid document; the caller gives the array up. */
  public static Json wrap(byte[] utf8) {
    return new Json(utf8);
  }

  public static Json of(String text) {
    return new Json(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy: callers read them and do not write. */
  public byte[] utf8() {
    return utf8;
  }

  public int size() {
    return utf8.length;
  }

  public boolean isNull() {
    return equals(NULL);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(utf8, json.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Writes itself as a value. */
  public void write(JsonGenerator out) throws IOException {
    out.writeRawValue(new Raw(utf8));
  }

  /** The value that the parser stands on, out of the bytes that it reads. */
  public static Json read(JsonParser in, byte[] utf8) throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    int to = (int) in.currentLocation().getByteOffset();
    return wrap(Arrays.copyOfRange(utf8, from, to));
  }

  /** Bytes for the generator to copy as they are; their form in characters is rarely asked. */
  private static final class Raw implements SerializableString {
    private final byte[] utf8;

    private Raw(byte[] utf8) {
      this.utf8 = utf8;
    }

    @Override
    public String getValue() {
      return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public int charLength() {
      return getValue().length();
    }

    @Override
    public byte[] asUnquotedUTF8() {
      return utf8;
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
      if (utf8.length > buffer.length - offset) {
        return -1;
      }
      System.arraycopy(utf8, 0, buffer, offset, utf8.length);
      return utf8.length;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
      out.write(utf8);
      return utf8.length;
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
      if (utf8.length > buffer.remaining()) {
        return -1;
      }
      buffer.put(utf8);
      return utf8.length;
    }

    @Override
    public char[] asQuotedChars() {
      return JsonStringEncoder.getInstance().quoteAsString(getValue());
    }

    @Override
    public byte[] asQuotedUTF8() {
      return JsonStringEncoder.getInstance().quoteAsUTF8(getValue());
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
      return new Raw(asQuotedUTF8()).appendUnquotedUTF8(buffer, offset);
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
      return append(asQuotedChars(), buffer, offset);
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
      return append(getValue().toCharArray(), buffer, offset);
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) throws IOException {
      return new Raw(asQuotedUTF8()).writeUnquotedUTF8(out);
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
      return new Raw(asQuotedUTF8()).putUnquotedUTF8(buffer);
    }

    private static int append(char[] text, char[] buffer, int offset) {
      if (text.length > buffer.length - offset) {
        return -1;
      }
      System.arraycopy(text, 0, buffer, offset, text.length);
      return text.length;
    }
  }
}
