package dev.holdfast.runtimes.process;

import dev.holdfast.protocol.Json;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One connection of HTTP/1.1 to a process over its socket: a request, its answer, the next one.
 *
 * <p>Invariant: after any failure it is of no use and is to be closed. Neither the JDK's client nor
 * Pekko's speaks over the sockets of files, see decision 31.
 *
 * <p>Used by one thread at a time, and best by a virtual one; an interrupt closes it.
 */
final class SocketHttp implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int SHOWN = 100;

  private final SocketChannel channel;
  private final int mostBytes;
  private ByteBuffer in = ByteBuffer.allocate(BUFFER).flip();

  private SocketHttp(SocketChannel channel, int mostBytes) {
    this.channel = channel;
    this.mostBytes = mostBytes;
  }

  static SocketHttp open(SocketAddress address, int mostBytes) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address);
      return new SocketHttp(channel, mostBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What came is no answer that could be read, and asked again it would be none either. */
  static final class NoHttp extends IOException {
    private static final long serialVersionUID = 1L;

    private NoHttp(String message) {
      super(message);
    }
  }

  /** What came back. */
  record Response(int status, Json body) {}

  Response post(String path, Json content) throws IOException {
    byte[] body = content.utf8();
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: holdfast\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(headBytes.length + body.length);
    out.put(headBytes).put(body).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    return response();
  }

  private Response response() throws IOException {
    String[] lines = head().split("\r\n", -1);
    int status = status(lines[0]);
    int length = -1;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (name.equals("content-length")) {
          length = length(lines[i].substring(colon + 1).strip());
        } else if (name.equals("transfer-encoding")) {
          throw new NoHttp("it answers without a Content-Length");
        }
      }
    }
    if (length < 0) {
      throw new NoHttp("it answers without a Content-Length");
    }
    return new Response(status, Json.wrap(body(length)));
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    try {
      if (parts.length >= 2 && parts[0].startsWith("HTTP/1.")) {
        return Integer.parseInt(parts[1]);
      }
    } catch (NumberFormatException e) {
      throw new NoHttp("it does not answer in HTTP: " + shortened(line));
    }
    throw new NoHttp("it does not answer in HTTP: " + shortened(line));
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private int length(String text) throws IOException {
    long length;
    try {
      length = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new NoHttp("a Content-Length of " + shortened(text));
    }
    if (length < 0 || length > mostBytes) {
      throw new NoHttp(
          "it answers "
              + length
              + " bytes; holdfast.runtimes.process.answer-bytes is "
              + mostBytes);
    }
    return (int) length;
  }

  /** Up to the empty line, which is read and left out. */
  private String head() throws IOException {
    var head = new StringBuilder(256);
    while (true) {
      if (!in.hasRemaining()) {
        fill();
      }
      head.append((char) (in.get() & 0xff));
      int length = head.length();
      if (length >= 4 && head.charAt(length - 1) == '\n' && endsWithEmptyLine(head, length)) {
        return head.substring(0, length - 4);
      }
      if (length > LONGEST_HEAD) {
        throw new NoHttp("the head of its answer has more than " + LONGEST_HEAD + " bytes");
      }
    }
  }

  private static boolean endsWithEmptyLine(StringBuilder head, int length) {
    return head.charAt(length - 2) == '\r'
        && head.charAt(length - 3) == '\n'
        && head.charAt(length - 4) == '\r';
  }

  /** Memory is taken as bytes come: a length that is only claimed costs nothing. */
  private byte[] body(int length) throws IOException {
    byte[] body = new byte[Math.min(length, Math.max(BUFFER, in.remaining()))];
    int read = Math.min(length, in.remaining());
    in.get(body, 0, read);
    while (read < length) {
      if (read == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, 2L * read));
      }
      int more = channel.read(ByteBuffer.wrap(body, read, body.length - read));
      if (more < 0) {
        throw ended();
      }
      read += more;
    }
    return body;
  }

  private void fill() throws IOException {
    in.clear();
    int read = channel.read(in);
    in.flip();
    if (read < 0) {
      throw ended();
    }
  }

  private static EOFException ended() {
    return new EOFException("it closed the connection before it answered");
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
