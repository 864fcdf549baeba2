package dev.holdfast.runtimes.process;

import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.process.limits.KillReason;
import dev.holdfast.runtimes.process.limits.LimitSettings;
import dev.holdfast.runtimes.process.limits.ProcessTree;
import dev.holdfast.runtimes.process.limits.Silence;
import dev.holdfast.runtimes.process.limits.Stuck;
import dev.holdfast.runtimes.process.limits.Watched;
import dev.holdfast.runtimes.process.output.OutputReader;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a function, from its start to its end, and the connections to it.
 *
 * <p>Invariant: it is asked only once it listens, and it ends with this object, and with it all
 * that it started. The node's death ends it, too: its standard input closes, and the kernel kills
 * it where it can.
 */
final class FunctionProcess implements AutoCloseable, Watched {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionProcess.class);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration ENDING = Duration.ofSeconds(2);

  /** A process that was killed is seen alive for a moment; its sockets are closed before. */
  private static final Duration DYING = Duration.ofMillis(100);

  /** Between two looks at a process that may hang. */
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** How a process ends that SIGKILL has ended, also behind walls: 128 and the signal. */
  private static final int KILLED = 128 + 9;

  private static final String PING = "/holdfast/v1/discover";

  private final ProcessSeat seat;
  private final Process process;
  private final UnixDomainSocketAddress address;
  private final ProcessTree tree;
  private final OutputReader output;
  private final Semaphore room;
  private final Deque<SocketHttp> idle = new ConcurrentLinkedDeque<>();
  private final Map<SocketHttp, Long> inWork = new ConcurrentHashMap<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicReference<@Nullable KillReason> killed = new AtomicReference<>();
  private volatile String killedBecause = "";
  private volatile boolean listened;
  private volatile boolean closed;

  FunctionProcess(ProcessSeat seat, Process process) {
    this.seat = seat;
    this.process = process;
    this.address = UnixDomainSocketAddress.of(seat.folder().socket());
    this.tree = new ProcessTree(process.pid(), seat.signs());
    String socket = seat.folder().socket().toString();
    var source = new OutputReader.Source(code().name(), code().version(), process.pid(), socket);
    this.output = new OutputReader(source, limits(), what -> kill(KillReason.OUTPUT, what));
    this.room = new Semaphore(seat.settings().connections());
  }

  private FunctionCode code() {
    return seat.code();
  }

  private LimitSettings limits() {
    return seat.settings().limits();
  }

  /** Waits until it listens. */
  void listen() throws NoAnswer, KilledAtStart, InterruptedException {
    Thread out = output.read("out", process.getInputStream());
    Thread err = output.read("err", process.getErrorStream());
    Duration patience = seat.settings().start();
    long begun = System.nanoTime();
    try {
      while (!isListening()) {
        if (!process.isAlive()) {
          // What it said last may still be on its way.
          out.join(ENDING);
          err.join(ENDING);
          String what =
              "%s ended with %d before it listened%s%s"
                  .formatted(code().name(), process.exitValue(), why(), output.said());
          if (process.exitValue() == KILLED && killed.get() == null) {
            throw new KilledAtStart(what);
          }
          throw new NoAnswer(what);
        }
        if (System.nanoTime() - begun > patience.toNanos()) {
          kill(KillReason.START, "it did not listen within %d ms".formatted(patience.toMillis()));
          throw new NoAnswer(
              "%s did not listen within %d ms (holdfast.runtimes.process.start)%s"
                  .formatted(code().name(), patience.toMillis(), output.said()));
        }
        process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      if (!listened) {
        close();
      }
    }
  }

  private boolean isListening() {
    try {
      idle.add(SocketHttp.open(address, seat.settings().answerBytes()));
      listened = true;
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  long incarnation() {
    return seat.incarnation();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  /** Whether it has ended or does so in a moment. */
  boolean ends() throws InterruptedException {
    return closed || process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it was ever of use. */
  boolean hasAnswered() {
    return answers.get() > 0;
  }

  /** Why the node ended it, in brackets, or nothing. */
  String why() {
    return killedBecause.isEmpty() ? "" : " (" + killedBecause + ")";
  }

  /** Asks along a connection of its own. */
  SocketHttp.Response post(String path, Json body) throws IOException, InterruptedException {
    if (!room.tryAcquire()) {
      long begun = System.nanoTime();
      room.acquire();
      seat.counters().waited(System.nanoTime() - begun);
    }
    SocketHttp connection = null;
    try {
      connection = idle.pollFirst();
      if (connection == null) {
        connection = connect();
      }
      inWork.put(connection, System.nanoTime());
      SocketHttp.Response response = connection.post(path, body);
      answers.incrementAndGet();
      inWork.remove(connection);
      idle.addFirst(connection);
      connection = null;
      return response;
    } finally {
      if (connection != null) {
        connection.close();
        if (inWork.remove(connection) != null && Thread.currentThread().isInterrupted()) {
          abandon();
        }
      }
      room.release();
    }
  }

  /** A process that lives and does not listen would be asked in vain for ever. */
  private SocketHttp connect() throws IOException, InterruptedException {
    try {
      return SocketHttp.open(address, seat.settings().answerBytes());
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted() && !ends()) {
        kill(KillReason.DEAF, "its socket is closed");
      }
      throw e;
    }
  }

  /**
   * Nobody waits for a request any more: whether it still blocks the process is to be found out.
   */
  private void abandon() {
    if (limits().grace().isZero() || abandoned.getAndIncrement() > 0) {
      return;
    }
    Thread.ofVirtual()
        .name("function-check-" + code().name())
        .start(
            () -> {
              try {
                int seen = abandoned.get();
                do {
                  seen = abandoned.get();
                  check(limits().grace());
                } while (isAlive() && abandoned.addAndGet(-seen) > 0);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Blocked: nothing is answered. Stuck: others are, and threads compute for nobody. */
  private void check(Duration grace) throws InterruptedException {
    var stuck = new Stuck(tree, grace);
    var silence = new Silence(tree, grace, GLANCE, answers.get());
    long begun = System.nanoTime();
    // Seen from the first glance on: others that pass their deadlines with it are gone by then.
    int requests = 0;
    Thread ping = Thread.ofVirtual().name("function-ping-" + code().name()).start(this::ping);
    while (!ping.join(GLANCE)) {
      requests = Math.max(requests, inWork.size());
      if (silence.isTooLong(answers.get())) {
        ping.interrupt();
        ended("it was silent for %d ms after the deadline of a request", begun);
        return;
      }
    }
    Stuck.Answer answer = Stuck.Answer.NOT_YET;
    while (answer == Stuck.Answer.NOT_YET) {
      if (process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      requests = Math.max(requests, inWork.size());
      answer = stuck.isSo(Duration.ofNanos(System.nanoTime() - begun), requests);
    }
    if (answer == Stuck.Answer.YES) {
      ended("threads computed for %d ms after the deadline of a request", begun);
    }
  }

  private void ended(String why, long begun) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    kill(KillReason.TIME, why.formatted(millis));
  }

  /** A connection that fails is an answer: it is for {@link #connect} to say what that means. */
  private void ping() {
    try (SocketHttp connection = SocketHttp.open(address, seat.settings().answerBytes())) {
      connection.post(PING, Json.of("{}"));
    } catch (IOException e) {
      LOG.debug("{} [{}]: {}", code().name(), pid(), e.getMessage());
    }
  }

  @Override
  public ProcessTree tree() {
    return tree;
  }

  @Override
  public Duration oldestRequest() {
    long now = System.nanoTime();
    return inWork.values().stream()
        .map(began -> Duration.ofNanos(now - began))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public long tempBytes() {
    return seat.folder().bytes();
  }

  @Override
  public void kill(KillReason reason, String what) {
    if (closed || !killed.compareAndSet(null, reason)) {
      return;
    }
    killedBecause = "%s; holdfast.runtimes.process: %s".formatted(what, reason.setting());
    LOG.warn("{} {} [{}] is ended: {}", code().name(), code().version(), pid(), killedBecause);
    seat.counters().killed(reason);
    process.destroyForcibly();
    close();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    idle.forEach(SocketHttp::close);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
    Thread.ofVirtual().name("function-end-" + code().name()).start(this::end);
  }

  /** What it started may outlive it, and its folder is for nobody else. */
  private void end() {
    try {
      if (killed.get() == null) {
        process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
      }
      tree.kill();
      process.waitFor();
      seat.leave(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
