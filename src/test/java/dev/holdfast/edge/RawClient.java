package dev.holdfast.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket and what is written to it, right or wrong. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  RawClient write(String latin1) throws IOException {
    return write(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A server that has answered early may have closed already: that is for the reader to see. */
  RawClient write(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (SocketException closed) {
      // Told by what can be read.
    }
    return this;
  }

  /** One response: its head, and a body if the head says how long it is. */
  String response() throws IOException {
    var bytes = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      int end = -1;
      long rest = Long.MAX_VALUE;
      while (end < 0 || bytes.size() < end + rest) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        bytes.write(next);
        if (end < 0 && bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
          end = bytes.size();
          rest = length(bytes.toString(StandardCharsets.ISO_8859_1));
        }
      }
    } catch (SocketException closed) {
      // What came before the reset is the response.
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static long length(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        return Long.parseLong(line.substring(15).strip());
      }
    }
    return 0;
  }

  /** Whether the server closes the connection before the socket's patience ends. */
  boolean isClosedByServer() throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // Drains what is left.
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Goes away with a reset instead of a farewell. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  static int status(String response) {
    return response.length() > 12 ? Integer.parseInt(response.substring(9, 12)) : 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
