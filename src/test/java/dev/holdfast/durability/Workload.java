package dev.holdfast.durability;

import dev.holdfast.durability.Operation.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that append numbers until they are told to stop or the node no longer answers.
 *
 * <p>Invariant: a number is used for one append only; what is sent again is sent with the same key.
 */
final class Workload implements AutoCloseable {
  private static final int CLIENTS = 16;
  private static final int ENTITIES = 12;

  /** Acknowledged appends after which a node counts as under load. */
  private static final int ENOUGH = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One in so many acknowledged appends is sent again, as after an answer lost on the way. */
  private static final int REPEAT_ONE_IN = 10;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong numbers;
  private final CountDownLatch underLoad = new CountDownLatch(ENOUGH);
  private final List<String> contradictions = Collections.synchronizedList(new ArrayList<>());
  private final List<Future<List<Operation>>> clients = new ArrayList<>();

  /**
   * @param firstNumber no number of the run so far reaches it
   */
  Workload(long firstNumber) {
    this.numbers = new AtomicLong(firstNumber);
  }

  static List<String> entities(int round) {
    List<String> entities = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      entities.add("round-" + round + "-" + i);
    }
    return entities;
  }

  void start(URI node, int round, long seed) {
    List<String> entities = entities(round);
    for (int client = 0; client < CLIENTS; client++) {
      var random = new Random(seed * 31 + client);
      clients.add(threads.submit(() -> append(node, entities, random)));
    }
  }

  /** Waits until the node has answered enough for a crash to mean something. */
  void awaitLoad() throws InterruptedException {
    if (!underLoad.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the node answers too little to be tested");
    }
  }

  /** Waits for the clients; every operation they sent, whatever became of it. */
  List<Operation> stop() throws InterruptedException, ExecutionException {
    stopped.set(true);
    List<Operation> operations = new ArrayList<>();
    for (Future<List<Operation>> client : clients) {
      operations.addAll(client.get());
    }
    return operations;
  }

  /** Sends an operation again, as its client would after the node came back. */
  Operation again(Ledgers ledgers, Operation operation) throws InterruptedException {
    Outcome outcome = ledgers.append(operation.entity(), operation.number());
    if (operation.outcome() instanceof Outcome.Acknowledged
        && outcome instanceof Outcome.Acknowledged
        && !outcome.equals(operation.outcome())) {
      contradictions.add("answered differently: " + operation + ", then " + outcome);
    }
    boolean learnt = operation.outcome() instanceof Outcome.Unknown;
    return new Operation(
        operation.entity(),
        operation.number(),
        operation.sends() + 1,
        learnt ? outcome : operation.outcome());
  }

  /** Repetitions that were answered otherwise than the first time. */
  List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  private List<Operation> append(URI node, List<String> entities, Random random)
      throws InterruptedException {
    List<Operation> operations = new ArrayList<>();
    try (Ledgers ledgers = new Ledgers(node)) {
      while (!stopped.get()) {
        String entity = entities.get(random.nextInt(entities.size()));
        long number = numbers.getAndIncrement();
        var operation = new Operation(entity, number, 1, ledgers.append(entity, number));
        if (operation.outcome() instanceof Outcome.Acknowledged) {
          underLoad.countDown();
          boolean repeated = random.nextInt(REPEAT_ONE_IN) == 0;
          operation = repeated ? again(ledgers, operation) : operation;
        }
        operations.add(operation);
        if (operation.outcome() instanceof Outcome.Unknown) {
          // The node is gone, or will be told by the next client that it is not.
          return operations;
        }
      }
    }
    return operations;
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.close();
  }
}
