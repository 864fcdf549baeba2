package dev.holdfast.cli.conformance.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One connection of HTTP/1.1 whose bytes are sent as they are given, in as many pieces as one
 * likes.
 */
public final class RawConnection implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final int LONGEST_BODY = 64 << 20;

  private final Target target;
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private RawConnection(Target target, SocketChannel channel) {
    this.target = target;
    this.channel = channel;
    this.in = new java.io.BufferedInputStream(Channels.newInputStream(channel));
    this.out = Channels.newOutputStream(channel);
  }

  static RawConnection open(Target target, SocketAddress address) throws IOException {
    return new RawConnection(target, SocketChannel.open(address));
  }

  /** The bytes of a request. */
  public byte[] bytes(Request request) {
    String head =
        """
        %s %s%s HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
            .formatted(
                request.method(),
                target.prefix(),
                request.path(),
                target.host(),
                request.body().size());
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(request.body().utf8());
    return bytes.toByteArray();
  }

  public Response ask(Request request) throws IOException {
    write(bytes(request));
    return read();
  }

  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** The next answer; it has to have a Content-Length. */
  public Response read() throws IOException {
    List<String> lines = List.of(head().split("\r\n", -1));
    Map<String, String> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return Response.of(status(lines.getFirst()), headers, body(headers));
  }

  private String head() throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        throw new EOFException(
            head.isEmpty() ? "the connection ended without an answer" : "half an answer: " + head);
      }
      head.append((char) read);
      if (head.length() > LONGEST_HEAD) {
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
      }
    }
    return head.substring(0, head.length() - 4);
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    try {
      if (parts.length >= 2 && parts[0].startsWith("HTTP/1.")) {
        return Integer.parseInt(parts[1]);
      }
    } catch (NumberFormatException e) {
      throw new IOException("no answer in HTTP/1.1: " + line, e);
    }
    throw new IOException("no answer in HTTP/1.1: " + line);
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length == null || headers.containsKey("transfer-encoding")) {
      throw new IOException("an answer without a Content-Length");
    }
    try {
      int bytes = Integer.parseInt(length);
      if (bytes < 0 || bytes > LONGEST_BODY) {
        throw new IOException("a Content-Length of " + length);
      }
      byte[] body = in.readNBytes(bytes);
      if (body.length < bytes) {
        throw new EOFException("a body that ends after " + body.length + " of " + bytes + " bytes");
      }
      return body;
    } catch (NumberFormatException e) {
      throw new IOException("a Content-Length of " + length, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is not used any more, and there is nobody to tell.
    }
  }
}
