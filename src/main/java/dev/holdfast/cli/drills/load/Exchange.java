package dev.holdfast.cli.drills.load;

import dev.holdfast.cli.bench.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Attempts over kept connections, all by one thread, so that the load leaves the cores to the
 * cluster.
 *
 * <p>Invariant: each attempt ends once; a connection has at most one of them under way.
 */
final class Exchange implements AutoCloseable {
  private static final int ANSWER_BYTES = 8 * 1024;
  private static final byte[] HOME = Answer.line("Holdfast-Node");
  private static final byte[] CONNECTION = Answer.line("Connection");
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([^\"]*)\"");

  private final Selector selector;
  private final Ended ended;
  private final Map<InetSocketAddress, Deque<Wire>> idle = new HashMap<>();

  /** Is told how each attempt ended, by the thread that polls; the home may be empty. */
  interface Ended {
    void with(Call call, Attempt attempt, String home);
  }

  private static final class Wire {
    private final SocketChannel channel;
    private final InetSocketAddress node;
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
    private Optional<Call> call = Optional.empty();

    Wire(SocketChannel channel, InetSocketAddress node) {
      this.channel = channel;
      this.node = node;
    }
  }

  Exchange(Ended ended) throws IOException {
    this.selector = Selector.open();
    this.ended = ended;
  }

  void send(Call call, InetSocketAddress node) throws IOException {
    Wire kept = idle(node).poll();
    if (kept != null) {
      kept.call = Optional.of(call);
      write(kept, call);
      return;
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Wire wire = new Wire(channel, node);
    wire.call = Optional.of(call);
    try {
      if (channel.connect(node)) {
        channel.register(selector, SelectionKey.OP_READ, wire);
        write(wire, call);
      } else {
        channel.register(selector, SelectionKey.OP_CONNECT, wire);
      }
    } catch (IOException e) {
      end(wire, new Attempt.NotConnected());
    }
  }

  /** Waits for answers, this long at most, and handles those that came. */
  void poll(long millis) throws IOException {
    selector.select(this::ready, millis);
  }

  /** The attempts sent before a moment are taken for lost. */
  void giveUpSentBefore(long nanos) {
    for (SelectionKey key : selector.keys()) {
      Wire wire = wire(key);
      if (wire.call.filter(call -> call.sentNanos() - nanos < 0).isPresent()) {
        boolean connecting = key.isValid() && key.interestOps() == SelectionKey.OP_CONNECT;
        end(wire, connecting ? new Attempt.NotConnected() : new Attempt.Silent());
      }
    }
  }

  private void ready(SelectionKey key) {
    Wire wire = wire(key);
    if (key.isConnectable()) {
      connected(key, wire);
    } else {
      read(wire);
    }
  }

  private void connected(SelectionKey key, Wire wire) {
    try {
      wire.channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
    } catch (IOException e) {
      end(wire, new Attempt.NotConnected());
      return;
    }
    wire.call.ifPresent(call -> write(wire, call));
  }

  /** A request is smaller than the empty send buffer of a connection with nothing under way. */
  private void write(Wire wire, Call call) {
    ByteBuffer request = call.request();
    try {
      while (request.hasRemaining()) {
        wire.channel.write(request);
      }
    } catch (IOException e) {
      end(wire, new Attempt.Cut());
    }
  }

  private void read(Wire wire) {
    try {
      if (wire.channel.read(wire.answer) < 0) {
        end(wire, new Attempt.Cut());
        return;
      }
    } catch (IOException e) {
      end(wire, new Attempt.Cut());
      return;
    }
    if (Answer.end(wire.answer) != Answer.INCOMPLETE) {
      answered(wire);
    } else if (!wire.answer.hasRemaining()) {
      throw new IllegalStateException("an answer is longer than " + ANSWER_BYTES + " bytes");
    }
  }

  private void answered(Wire wire) {
    int status = Answer.status(wire.answer);
    String home = Answer.header(wire.answer, HOME);
    var attempt = new Attempt.Answered(status, status < 300 ? "" : code(wire.answer));
    Optional<Call> call = wire.call;
    wire.call = Optional.empty();
    if (Answer.header(wire.answer, CONNECTION).equalsIgnoreCase("close")) {
      close(wire);
    } else {
      wire.answer.clear();
      idle(wire.node).push(wire);
    }
    call.ifPresent(one -> ended.with(one, attempt, home));
  }

  private static String code(ByteBuffer answer) {
    String text = StandardCharsets.UTF_8.decode(answer.duplicate().flip()).toString();
    Matcher matcher = CODE.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void end(Wire wire, Attempt attempt) {
    Optional<Call> call = wire.call;
    wire.call = Optional.empty();
    idle(wire.node).remove(wire);
    close(wire);
    call.ifPresent(one -> ended.with(one, attempt, ""));
  }

  private Deque<Wire> idle(InetSocketAddress node) {
    return idle.computeIfAbsent(node, _ -> new ArrayDeque<>());
  }

  private static Wire wire(SelectionKey key) {
    if (key.attachment() instanceof Wire wire) {
      return wire;
    }
    throw new IllegalStateException("a key without its connection");
  }

  private static void close(Wire wire) {
    try {
      wire.channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a connection cannot be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
