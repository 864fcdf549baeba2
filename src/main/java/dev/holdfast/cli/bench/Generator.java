package dev.holdfast.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Drives one load with one thread: a selector, requests rendered before, one request under way per
 * connection, the next one sent where the answer was read, or when its turn has come.
 *
 * <p>Invariant: every request that was sent is counted once, as acknowledged, refused or unknown;
 * {@link #run} returns when none is under way.
 */
final class Generator {
  private static final int ANSWER_BYTES = 16 * 1024;
  private static final byte[] NODE = Answer.line("Holdfast-Node");

  /** How long an answer may take before it counts as unknown. */
  private static final long ANSWER_NANOS = 30_000_000_000L;

  private final Load load;
  private final Latencies latencies = new Latencies();
  private final Latencies here = new Latencies();
  private final Latencies elsewhere = new Latencies();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private long acknowledged;
  private long answered;
  private long refused;
  private long unknown;
  private int underWay;
  private long startNanos;
  private long endNanos;
  private long firstNanos;
  private long paced;

  private Generator(Load load) {
    this.load = load;
  }

  static Measured run(Load load) throws IOException {
    return new Generator(load).run();
  }

  private Measured run() throws IOException {
    long cpuBefore = cpuNanos();
    firstNanos = System.nanoTime();
    startNanos = firstNanos + load.warmUp().toNanos();
    endNanos = startNanos + load.measured().toNanos();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < load.connections(); i++) {
        sendOrWait(connect(selector));
      }
      while (underWay > 0 || System.nanoTime() < endNanos) {
        selector.select(this::read, load.isPaced() ? 1 : 100);
        sendWhatIsDue();
        if (System.nanoTime() > endNanos + ANSWER_NANOS) {
          unknown += underWay;
          break;
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    long calls = Math.max(1, acknowledged + refused + unknown);
    return new Measured(
        acknowledged,
        answered,
        refused,
        unknown,
        load.measured().toNanos() / 1e9,
        latencies,
        here,
        elsewhere,
        (cpuNanos() - cpuBefore) / 1e3 / calls);
  }

  private Connection connect(Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(load.address());
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, ByteBuffer.allocateDirect(ANSWER_BYTES));
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  /** A closed loop sends at once; at a pace the connection waits for its turn. */
  private void sendOrWait(Connection connection) throws IOException {
    if (load.isPaced()) {
      idle.add(connection);
    } else {
      send(connection);
    }
  }

  /** A turn is taken late rather than left out, as soon as a connection is free. */
  private void sendWhatIsDue() throws IOException {
    long now = System.nanoTime();
    while (!idle.isEmpty()
        && now < endNanos
        && paced < (now - firstNanos) * load.perSecond() / 1e9) {
      paced++;
      send(idle.remove());
    }
  }

  private void send(Connection connection) throws IOException {
    ByteBuffer request = load.requests().next();
    connection.sentNanos = System.nanoTime();
    connection.waits = true;
    underWay++;
    // A request is smaller than the empty send buffer of a connection with nothing under way, so
    // one write takes it; the loop only keeps the promise for an odd kernel.
    while (request.hasRemaining()) {
      connection.channel.write(request);
    }
  }

  private void read(SelectionKey key) {
    if (!(key.attachment() instanceof Connection connection)) {
      throw new IllegalStateException("a key without its connection");
    }
    try {
      int read = connection.channel.read(connection.answer);
      if (read < 0) {
        lost(key, connection);
        return;
      }
      int end = Answer.end(connection.answer);
      if (end != Answer.INCOMPLETE) {
        done(connection, Answer.status(connection.answer));
        connection.answer.clear();
        sendUnlessOver(connection);
      } else if (!connection.answer.hasRemaining()) {
        throw new Answer.UnreadableAnswer("an answer is longer than " + ANSWER_BYTES + " bytes");
      }
    } catch (IOException e) {
      lost(key, connection);
    }
  }

  private void done(Connection connection, int status) {
    connection.waits = false;
    underWay--;
    if (status >= 200 && status < 300) {
      acknowledged++;
      long now = System.nanoTime();
      if (connection.sentNanos >= startNanos && now <= endNanos) {
        answered++;
        latencies.record(now - connection.sentNanos);
        if (!load.asked().isEmpty()) {
          (isOfAsked(connection.answer) ? here : elsewhere).record(now - connection.sentNanos);
        }
      }
    } else if (status >= 500) {
      unknown++;
    } else {
      refused++;
    }
  }

  private boolean isOfAsked(ByteBuffer answer) {
    return Answer.header(answer, NODE).equals(load.asked());
  }

  private void sendUnlessOver(Connection connection) throws IOException {
    if (System.nanoTime() < endNanos) {
      sendOrWait(connection);
    }
  }

  /** The server closed the connection with a request under way, or between two. */
  private void lost(SelectionKey key, Connection connection) {
    if (connection.waits) {
      underWay--;
      unknown++;
    }
    idle.remove(connection);
    Selector selector = key.selector();
    key.cancel();
    try {
      key.channel().close();
      if (System.nanoTime() < endNanos) {
        sendOrWait(connect(selector));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the server no longer takes connections", e);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer answer;
    private long sentNanos;
    private boolean waits;

    Connection(SocketChannel channel, ByteBuffer answer) {
      this.channel = channel;
      this.answer = answer;
    }
  }
}
