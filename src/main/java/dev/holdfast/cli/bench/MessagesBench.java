package dev.holdfast.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.local.Ports;
import dev.holdfast.cli.local.PostgresProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What messages cost and reach on one node: durable sends, a topic with three subscriptions, and a
 * million timers. Afterwards the receivers are asked: they must hold every message once.
 */
final class MessagesBench implements AutoCloseable {
  private static final int IDS = 200;
  private static final int CONNECTIONS = 64;

  /** Until instances nobody asks have left memory. */
  private static final Duration LEFT = Duration.ofSeconds(25);

  private static final int PAUSED_RATE = 1_000;
  private static final Duration DRAIN = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Duration warmUp;
  private final Duration measured;
  private final PostgresProcess postgres;
  private final ServerProcess server;
  private boolean right = true;

  private MessagesBench(
      PrintWriter out, BenchPlan plan, PostgresProcess postgres, ServerProcess server) {
    this.out = out;
    this.warmUp = plan.warmed();
    this.measured = plan.measured();
    this.postgres = postgres;
    this.server = server;
  }

  static MessagesBench start(BenchPlan plan, Path project, Path scratch, PrintWriter out) {
    var setup =
        new PostgresProcess.Setup(
            project, scratch.resolve("postgresql"), scratch.resolve("postgresql.log"), Map.of());
    var postgres = PostgresProcess.start(setup);
    try {
      int port = Ports.free(1).getFirst();
      List<String> database = List.of("--database-url", postgres.url());
      Path log = scratch.resolve("holdfast.log");
      var command = ServerCommands.messages(database, port, project, log);
      return new MessagesBench(out, plan, postgres, ServerProcess.start(command, port));
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /** Returns whether every message arrived once. */
  boolean run(int timers, Duration paused) throws IOException {
    Measured plain = load("keep", 0);
    say("%-34s %8.0f/s   p50 %.2f ms", "commits without a message", plain.perSecond(), p50(plain));
    flood("sends, end to end", "send", 1);
    pace("sends at 500/s", "send", 1, 500);
    flood("topic to three subscriptions", "publish", 3);
    pace("topic to three, at 500/s", "publish", 3, 500);
    Measured after = load("keep", 0);
    say("%-34s %8.0f/s   p50 %.2f ms", "commits again", after.perSecond(), p50(after));
    if (timers > 0) {
      timers(timers);
    }
    if (paused.isPositive()) {
      paused(paused);
    }
    return right;
  }

  private Measured load(String handler, double perSecond) throws IOException {
    return load(handler, perSecond, measured);
  }

  private Measured load(String handler, double perSecond, Duration time) throws IOException {
    return Generator.run(
        new Load(
            server.address(),
            Requests.post("/v1/services/relay/of*/" + handler, IDS, "1"),
            CONNECTIONS,
            warmUp,
            time,
            perSecond,
            ""));
  }

  /** Receivers that take nothing for a while: what it costs their senders, and what comes after. */
  private void paused(Duration time) throws IOException {
    long before = taken();
    Measured usual = load("send", PAUSED_RATE);
    before = awaitAll(before + usual.acknowledged());
    tellSenders("senders, while receivers take", usual);
    server.post("/v1/deliveries/sink/pause", "{\"reason\":\"bench\"}");
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    long heap = memory();
    Measured unheard = load("send", PAUSED_RATE, time);
    tellSenders("senders, while nothing is taken", unheard);
    say("%-34s %8d MB  (%d MB when it began)", "heap after it", memory() >> 20, heap >> 20);
    right &= taken() == before;
    long resumed = System.nanoTime();
    server.post("/v1/deliveries/sink/resume", "{}");
    long expected = before + unheard.acknowledged();
    long arrived = awaitAll(expected);
    double seconds = (System.nanoTime() - resumed) / 1e9;
    say(
        "%-34s %8.0f/s   %d messages in %.1f s %s, %d out of order",
        "then all arrive",
        unheard.acknowledged() / seconds,
        unheard.acknowledged(),
        seconds,
        told(expected, arrived),
        disorder());
    right &= disorder() == 0;
  }

  private void tellSenders(String title, Measured sent) {
    say(
        "%-34s %8.0f/s   p50 %.2f ms, p99 %.2f ms, %d failed",
        title, sent.perSecond(), p50(sent), sent.latencies().percentileMillis(0.99), sent.errors());
  }

  private long disorder() {
    return sum("disorder");
  }

  private void flood(String title, String handler, int fanOut) throws IOException {
    long before = taken();
    long start = System.nanoTime();
    Measured sent = load(handler, 0);
    long arrived = awaitAll(before + sent.acknowledged() * fanOut);
    double seconds = (System.nanoTime() - start) / 1e9;
    double all = sent.acknowledged() * (double) fanOut / seconds;
    say(
        "%-34s %8.0f/s   commits of senders %.0f/s, all %d arrived %s",
        title,
        all,
        sent.perSecond(),
        sent.acknowledged() * fanOut,
        told(before + sent.acknowledged() * fanOut, arrived));
  }

  private void pace(String title, String handler, int fanOut, int perSecond) throws IOException {
    Map<Integer, Long> delaysBefore = delays();
    long before = taken();
    Measured sent = load(handler, perSecond);
    long arrived = awaitAll(before + sent.acknowledged() * fanOut);
    Map<Integer, Long> delays = delays();
    delaysBefore.forEach((step, count) -> delays.merge(step, -count, Long::sum));
    say(
        "%-34s %8.0f/s   on their way p50 %.1f ms, p99 %.1f ms %s",
        title,
        sent.perSecond() * fanOut,
        percentile(delays, 0.5),
        percentile(delays, 0.99),
        told(before + sent.acknowledged() * fanOut, arrived));
  }

  private String told(long expected, long arrived) {
    boolean all = expected == arrived;
    right &= all;
    return all ? "once each" : "WRONG: expected " + expected + ", found " + arrived;
  }

  private long awaitAll(long expected) {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    long taken = taken();
    while (taken < expected && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      taken = taken();
    }
    return taken;
  }

  /** Sums what every sink holds; slow, so what it takes is part of the price told. */
  private long taken() {
    return sum("taken");
  }

  private long sum(String query) {
    long sum = 0;
    for (int i = 0; i < IDS; i++) {
      String value = server.get("/v1/services/sink/of" + i + "/" + query).strip();
      sum += value.isEmpty() ? 0 : Long.parseLong(value);
    }
    return sum;
  }

  private Map<Integer, Long> delays() throws JsonProcessingException {
    Map<Integer, Long> all = new TreeMap<>();
    for (int i = 0; i < IDS; i++) {
      JsonNode delays = JSON.readTree(server.get("/v1/services/sink/of" + i + "/delays"));
      delays
          .properties()
          .forEach(
              one -> all.merge(Integer.parseInt(one.getKey()), one.getValue().asLong(), Long::sum));
    }
    return all;
  }

  private static double percentile(Map<Integer, Long> delays, double share) {
    long all = delays.values().stream().mapToLong(Long::longValue).sum();
    long seen = 0;
    for (Map.Entry<Integer, Long> one : delays.entrySet()) {
      seen += one.getValue();
      if (seen >= all * share) {
        return (one.getKey() + 1) * 0.5;
      }
    }
    return Double.NaN;
  }

  private static double p50(Measured measured) {
    return measured.latencies().percentileMillis(0.5);
  }

  private void timers(int count) {
    int each = 500;
    long before = memory();
    long start = System.nanoTime();
    for (int i = 0; i < count / each; i++) {
      server.post("/v1/services/relay/planted" + i + "/plant", Integer.toString(each));
    }
    say("%-34s %8d     set in %.0f s", "timers pending", count, (System.nanoTime() - start) / 1e9);
    long after = memory();
    say(
        "%-34s %8d MB  (%d MB before; the instances that set them are in memory)",
        "heap in use after a collection", after >> 20, before >> 20);
    LockSupport.parkNanos(LEFT.toNanos());
    say("%-34s %8d MB", "once these have left memory", memory() >> 20);
    for (int i = 0; i < 5; i++) {
      server.post("/v1/services/relay/soon" + i + "/soon", "2");
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    int fired = 0;
    double worst = 0;
    while (fired < 5 && System.nanoTime() < deadline) {
      fired = 0;
      for (int i = 0; i < 5; i++) {
        String delays = server.get("/v1/services/sink/soon" + i + "/delays").strip();
        if (delays.startsWith("{\"")) {
          fired++;
          worst =
              Math.max(
                  worst, (Integer.parseInt(delays.substring(2, delays.indexOf('"', 2))) + 1) * 0.5);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    right &= fired == 5;
    say(
        "%-34s %8d     late by %.1f ms at most",
        "due timers that went off among them", fired, worst);
  }

  private long memory() {
    return server.heapAfterCollection();
  }

  private void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  @Override
  public void close() {
    server.close();
    postgres.close();
  }
}
