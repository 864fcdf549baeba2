package dev.holdfast.connectors.endtoend;

import dev.holdfast.durability.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Messages on the whole way: commits of tills publish them, a sink carries them to a broker, a
 * source brings them back into another topic, and ledgers enter them. Meanwhile the broker dies,
 * several times, and the node once.
 */
final class Journey {
  static final int MESSAGES = Integer.getInteger("holdfast.brokers.messages", 3_000);
  static final int KILLS = Integer.getInteger("holdfast.brokers.kills", 1);

  private static final int TILLS = 20;
  private static final int PER_CALL = 10;
  private static final int CALLERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Broker broker;
  private final NodeProcess.Setup setup;
  private volatile NodeProcess node;

  /** A broker of the test's own. */
  interface Broker {
    /** Connectors that carry topic "sold" out and topic "brought" in, as HOCON. */
    String connectors();

    void kill();

    void restart() throws IOException;
  }

  private Journey(Broker broker, NodeProcess.Setup setup) throws IOException {
    this.broker = broker;
    this.setup = setup;
    this.node = NodeProcess.start(setup);
  }

  /** Runs one; answers what the ledgers counted, once everything arrived or too much did. */
  static Tills.Counts run(Broker broker, Path directory, int messages, List<String> settings)
      throws Exception {
    Files.createDirectories(directory);
    List<String> lines = new ArrayList<>(settings);
    lines.add(broker.connectors());
    var setup =
        new NodeProcess.Setup(directory, Path.of("bench/brokers"), List.of(), List.copyOf(lines));
    var journey = new Journey(broker, setup);
    try (var tills = new Tills(() -> journey.node.url());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> selling = new ArrayList<>();
      for (int i = 0; i < messages / PER_CALL; i++) {
        String till = "t" + i % TILLS;
        String key = "call-" + i;
        selling.add(
            callers.submit(
                () -> {
                  tills.sell(till, PER_CALL, key);
                  return null;
                }));
      }
      for (int i = 1; i <= KILLS; i++) {
        journey.await(tills, (long) messages * i / (KILLS + 1));
        journey.broker.kill();
        journey.broker.restart();
        if (i == (KILLS + 1) / 2) {
          journey.killNode();
        }
      }
      for (Future<?> one : selling) {
        one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      journey.await(tills, messages);
      // What comes twice comes soon after.
      TimeUnit.SECONDS.sleep(2);
      return journey.counts(tills);
    } finally {
      journey.node.close();
    }
  }

  private void killNode() throws Exception {
    node.kill();
    node = NodeProcess.start(setup);
  }

  private void await(Tills tills, long entered) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Tills.Counts counts = counts(tills);
    while (counts.entered() < entered) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + entered + " messages in " + PATIENCE + ": " + counts);
      }
      Thread.sleep(100);
      counts = counts(tills);
    }
  }

  private Tills.Counts counts(Tills tills) throws InterruptedException {
    var all = new Tills.Counts(0, 0, 0);
    for (int i = 0; i < TILLS; i++) {
      all = all.plus(tills.counts("t" + i));
    }
    return all;
  }
}
