package dev.holdfast.cli.conformance.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers by their names in lower case
 */
public record Response(int status, Map<String, String> headers, String body) {
  private static final int SHOWN = 2000;

  public Response {
    headers = Map.copyOf(headers);
  }

  /** With a body that has to be UTF-8. */
  static Response of(int status, Map<String, String> headers, byte[] body) throws IOException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return new Response(status, headers, text);
    } catch (CharacterCodingException e) {
      throw new IOException("a body that is not UTF-8", e);
    }
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** For people: what is long is cut. */
  @Override
  public String toString() {
    return status + " " + (body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "…");
  }
}
