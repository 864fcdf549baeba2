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
 * Documents within documents, as bytes that nobody parses: UTF-8 for the generator to copy as it
 * is. The form in characters is rarely asked.
 */
public final class RawJson implements SerializableString {
  private final byte[] utf8;

  private RawJson(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Writes a whole document as a value. */
  public static void write(JsonGenerator out, Json value) throws IOException {
    out.writeRawValue(new RawJson(value.utf8()));
  }

  /** The value that the parser stands on, out of the bytes that it reads. */
  public static Json read(JsonParser in, byte[] utf8) throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    int to = (int) in.currentLocation().getByteOffset();
    return Json.wrap(Arrays.copyOfRange(utf8, from, to));
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
    return new RawJson(asQuotedUTF8()).appendUnquotedUTF8(buffer, offset);
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
    return new RawJson(asQuotedUTF8()).writeUnquotedUTF8(out);
  }

  @Override
  public int putQuotedUTF8(ByteBuffer buffer) {
    return new RawJson(asQuotedUTF8()).putUnquotedUTF8(buffer);
  }

  private static int append(char[] text, char[] buffer, int offset) {
    if (text.length > buffer.length - offset) {
      return -1;
    }
    System.arraycopy(text, 0, buffer, offset, text.length);
    return text.length;
  }
}
