package dev.holdfast.cli.drills.load;

import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Callers that come at a steady rate whatever happens, through all nodes in turn. Each has a budget
 * of thirty seconds, within which it asks again, elsewhere.
 *
 * <p>Invariant: every call that was begun ends once, as acknowledged, failed or unknown; its
 * latency counts from when it was due to its last answer.
 */
public final class Traffic implements AutoCloseable {
  public static final Duration BUDGET = Duration.ofSeconds(30);

  /** One instance of so many is called without keys. */
  public static final int UNKEYED_OF = 5;

  /** Longer than a node takes to answer 504. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** Processes that have just started are slow; nobody learns anything from drowning them. */
  public static final Duration RISE = Duration.ofSeconds(10);

  private static final Duration CHECK = Duration.ofMillis(250);
  private static final long SHORTEST_PAUSE_MILLIS = 25;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  /**
   * As many as callers have connections: calls that are due beyond these wait, which counts as
   * their latency.
   */
  private static final int MOST_UNDER_WAY = 2000;

  private final Plan plan;
  private final List<InetSocketAddress> nodes;
  private final Ledger ledger;
  private final Homes homes;
  private final Timeline timeline;
  private final Tally tally = new Tally();
  private final Exchange exchange;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::untilNanos));
  private final Thread thread = Thread.ofPlatform().name("traffic").daemon().unstarted(this::run);
  private final long startNanos = System.nanoTime();
  private volatile boolean stopping;
  private volatile Optional<Throwable> broken = Optional.empty();
  private long begun;
  private int underWay;

  /**
   * What to do.
   *
   * @param prefix of the instances' ids; the run must be the first to use it
   * @param rate calls a second
   */
  public record Plan(List<InetSocketAddress> nodes, String prefix, int instances, int rate) {
    public Plan {
      nodes = List.copyOf(nodes);
    }

    public String path(int instance) {
      return "/v1/services/counter/" + prefix + instance;
    }
  }

  private record Waiting(Call call, long untilNanos) {}

  private Traffic(Plan plan) throws IOException {
    this.plan = plan;
    this.nodes = new CopyOnWriteArrayList<>(plan.nodes());
    this.ledger = new Ledger(plan.instances());
    this.homes = new Homes(plan.instances());
    this.timeline = new Timeline(startNanos);
    this.exchange = new Exchange(this::ended);
  }

  public static Traffic start(Plan plan) {
    try {
      var traffic = new Traffic(plan);
      traffic.thread.start();
      return traffic;
    } catch (IOException e) {
      throw new LocalFailed("cannot start the load", e);
    }
  }

  /** One more node to call. */
  public void add(InetSocketAddress node) {
    nodes.add(node);
  }

  public Plan plan() {
    return plan;
  }

  public Counts counts() {
    broken.ifPresent(
        e -> {
          throw new LocalFailed("the load broke down: " + e, e);
        });
    return tally.counts();
  }

  public Homes homes() {
    return homes;
  }

  public Timeline timeline() {
    return timeline;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Begins no more calls, and returns when the last one has ended. */
  public void stop() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    counts();
  }

  private void run() {
    long checkedNanos = startNanos;
    try (exchange) {
      while (!stopping || underWay > 0) {
        long now = System.nanoTime();
        begin(now);
        while (!waiting.isEmpty() && waiting.peek().untilNanos() - now <= 0) {
          send(waiting.remove().call());
        }
        if (now - checkedNanos > CHECK.toNanos()) {
          checkedNanos = now;
          exchange.giveUpSentBefore(now - PATIENCE.toNanos());
        }
        exchange.poll(1);
      }
    } catch (IOException | RuntimeException e) {
      broken = Optional.of(e);
    }
  }

  private void begin(long now) throws IOException {
    while (!stopping && underWay < MOST_UNDER_WAY) {
      long due = startNanos + dueNanos(begun, plan.rate());
      if (due - now > 0) {
        return;
      }
      long number = begun++;
      int instance = (int) (number % plan.instances());
      String key = instance % UNKEYED_OF == UNKEYED_OF - 1 ? "" : plan.prefix() + number;
      var order = new Call.Order(number, instance, plan.path(instance) + "/add", key, due);
      underWay++;
      send(new Call(order));
    }
  }

  /** When a call is due, after the start: the rate rises evenly until it is the full one. */
  static long dueNanos(long number, int rate) {
    double rising = RISE.toNanos() / 1e9;
    double whileRising = rate * rising / 2;
    double seconds =
        number < whileRising
            ? Math.sqrt(2 * number * rising / rate)
            : rising + (number - whileRising) / rate;
    return (long) (seconds * 1e9);
  }

  private void send(Call call) throws IOException {
    // Shifted in each round, so that an instance is not always asked for through the same node.
    long turn = call.number() + call.number() / plan.instances() + call.attempts();
    int node = (int) (turn % nodes.size());
    call.sent(System.nanoTime());
    exchange.send(call, nodes.get(node));
  }

  private void ended(Call call, Attempt attempt, String home) {
    long now = System.nanoTime();
    boolean timeLeft = now - call.dueNanos() < BUDGET.toNanos();
    Course.Next next = call.course().after(Verdict.of(attempt), timeLeft);
    tally.count(next, attempt);
    switch (next) {
      case ACKNOWLEDGED -> {
        underWay--;
        ledger.acknowledge(call.instance());
        homes.answered(call.instance(), home, call.sentNanos(), now);
        timeline.record(call.dueNanos(), now - call.dueNanos());
      }
      case FAILED, UNKNOWN -> {
        underWay--;
        if (call.course().perhapsWritten()) {
          ledger.perhaps(call.instance());
        }
      }
      case AGAIN -> waiting.add(new Waiting(call, now + pauseNanos(call.attempts())));
    }
  }

  /** At once on another node, then with pauses that grow. */
  private static long pauseNanos(int attempts) {
    long millis = SHORTEST_PAUSE_MILLIS * (attempts - 1) * (attempts - 1);
    return Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, millis)).toNanos();
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }
}
