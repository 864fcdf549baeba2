package dev.holdfast.durability;

import dev.holdfast.durability.Operation.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of load, crash, restart and look: the same journal all the way, so that what an earlier
 * round left is there in every later one.
 */
final class Crashes {
  private static final int LONGEST_MILLIS = 1000;
  private static final long NUMBERS_A_ROUND = 1_000_000;

  private final NodeProcess.Setup setup;
  private final Fault fault;
  private final Random random;
  private final long seed;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();

  /** What is done to the system at the worst moment. */
  interface Fault {
    void strike(NodeProcess node) throws IOException, InterruptedException;

    /** Whether the node must go on by itself; else it is started again. */
    default boolean nodeGoesOn() {
      return false;
    }
  }

  Crashes(NodeProcess.Setup setup, Fault fault, long seed) {
    this.setup = setup;
    this.fault = fault;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Runs rounds until all are done, or until the first one that breaks the promise. */
  Crashes run(int rounds) throws IOException, InterruptedException, ExecutionException {
    NodeProcess node = NodeProcess.start(setup);
    try {
      for (int round = 1; round <= rounds && breaches.isEmpty(); round++) {
        node = round(node, round);
      }
      if (breaches.isEmpty()) {
        lookAtAllRounds(node);
      }
    } finally {
      node.close();
    }
    return this;
  }

  List<String> breaches() {
    return breaches;
  }

  String summary() {
    long acknowledged = count(Outcome.Acknowledged.class);
    return "SEED="
        + seed
        + ": "
        + operations.size()
        + " appends, "
        + acknowledged
        + " acknowledged, "
        + count(Outcome.Refused.class)
        + " refused, "
        + count(Outcome.Unknown.class)
        + " left unknown, "
        + breaches.size()
        + " breaches";
  }

  /** A run in which little succeeded proves nothing. */
  double acknowledgedShare() {
    return (double) count(Outcome.Acknowledged.class) / Math.max(1, operations.size());
  }

  private NodeProcess round(NodeProcess running, int round)
      throws IOException, InterruptedException, ExecutionException {
    List<Operation> done = new ArrayList<>();
    try (var workload = new Workload(round * NUMBERS_A_ROUND)) {
      workload.start(running.url(), round, seed + round);
      workload.awaitLoad();
      waitForTheMoment();
      fault.strike(running);
      List<Operation> sent = workload.stop();
      NodeProcess next = afterwards(running);
      try (var ledgers = new Ledgers(next.url())) {
        for (Operation operation : sent) {
          boolean retried = operation.outcome() instanceof Outcome.Unknown && random.nextBoolean();
          done.add(retried ? workload.again(ledgers, operation) : operation);
        }
        breaches.addAll(workload.contradictions());
        look(ledgers, done, Workload.entities(round));
      }
      operations.addAll(done);
      return next;
    }
  }

  private NodeProcess afterwards(NodeProcess running) throws IOException {
    if (fault.nodeGoesOn()) {
      running.awaitReady(setup);
      return running;
    }
    running.close();
    return NodeProcess.start(setup);
  }

  /** The moment is what the test is about: it waits for time to pass and for nothing else. */
  private void waitForTheMoment() throws InterruptedException {
    var never = new CountDownLatch(1);
    if (never.await(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts it down");
    }
  }

  private void look(Ledgers ledgers, List<Operation> done, List<String> entities)
      throws IOException, InterruptedException {
    Map<String, List<Long>> lists = new HashMap<>();
    for (String entity : entities) {
      List<Long> numbers = ledgers.numbers(entity);
      lists.put(entity, numbers);
      List<Long> sequences = ledgers.sequences(entity);
      for (int i = 0; i < sequences.size(); i++) {
        if (sequences.get(i) != i + 1) {
          breaches.add(entity + " has a gap: sequence " + sequences.get(i) + " at " + i);
          break;
        }
      }
      if (sequences.size() != numbers.size()) {
        breaches.add(entity + ": " + sequences.size() + " commits, " + numbers.size() + " numbers");
      }
    }
    breaches.addAll(Checker.breaches(done, lists));
  }

  private void lookAtAllRounds(NodeProcess node) throws IOException, InterruptedException {
    Map<String, List<Long>> lists = new HashMap<>();
    try (var ledgers = new Ledgers(node.url())) {
      for (Operation operation : operations) {
        if (!lists.containsKey(operation.entity())) {
          lists.put(operation.entity(), ledgers.numbers(operation.entity()));
        }
      }
    }
    breaches.addAll(Checker.breaches(operations, lists));
  }

  private long count(Class<? extends Outcome> kind) {
    return operations.stream().filter(operation -> kind.isInstance(operation.outcome())).count();
  }
}
