package dev.holdfast.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stands between a journal and its database, and can lose the answers. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile boolean deaf;
  private volatile CountDownLatch swallowed = new CountDownLatch(1);

  TcpProxy(int target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on what the database answers is lost. */
  void loseAnswers() {
    swallowed = new CountDownLatch(1);
    deaf = true;
  }

  /** Waits until an answer was lost. */
  void awaitLostAnswer() throws InterruptedException {
    swallowed.await();
  }

  /** Cuts what is open; new connections work. */
  void cut() {
    deaf = false;
    List<Socket> open;
    synchronized (sockets) {
      open = List.copyOf(sockets);
      sockets.clear();
    }
    open.forEach(TcpProxy::close);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        synchronized (sockets) {
          sockets.add(client);
          sockets.add(database);
        }
        Thread.ofVirtual().start(() -> copy(client, database, false));
        Thread.ofVirtual().start(() -> copy(database, client, true));
      }
    } catch (IOException e) {
      // The proxy was closed.
    }
  }

  private void copy(Socket from, Socket to, boolean answers) {
    var buffer = new byte[65536];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && deaf) {
          swallowed.countDown();
        } else {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // One side is gone; closing tells the other.
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
