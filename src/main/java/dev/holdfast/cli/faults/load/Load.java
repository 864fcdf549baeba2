package dev.holdfast.cli.faults.load;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that come at a steady rate whatever happens, each through a node of its own choice.
 *
 * <p>Invariant: a process makes one call at a time; no more than {@link #IN_FLIGHT} calls are under
 * way, and {@link #ENTITY_IN_FLIGHT} to one entity, so that a history can be decided.
 */
public final class Load implements AutoCloseable {
  /** What the services of the bank begin with, and no others. */
  public static final String BANK = "bank-";

  public static final int ACCOUNTS = BankMix.ACCOUNTS;

  private static final int IN_FLIGHT = 1500;
  private static final int ENTITY_IN_FLIGHT = 8;
  private static final int TRIES = 4;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

  /**
   * The share of calls of unknown outcome that are repeated, and of answered ones, in a hundred.
   */
  private static final int REPEATED_UNKNOWN = 70;

  private static final int REPEATED_ANSWERED = 6;

  private final RunClock clock;
  private final int rate;
  private final List<Mix> mixes = new ArrayList<>();
  private final List<NodeCaller> callers;
  private final HistoryFile file;
  private final Recorder recorder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger processes = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Map<String, AtomicInteger> inFlightOf = new ConcurrentHashMap<>();
  private final Thread source = Thread.ofPlatform().name("load").daemon().unstarted(this::send);

  /**
   * What to do.
   *
   * @param workloads each has the same share of the calls
   * @param rate calls a second
   * @param history where every call is written
   */
  public record Plan(List<URI> nodes, Set<Workload> workloads, int rate, long seed, Path history) {
    public Plan {
      nodes = List.copyOf(nodes);
      workloads = Set.copyOf(workloads);
    }
  }

  public Load(Plan plan, RunClock clock) {
    this.clock = clock;
    this.rate = plan.rate();
    for (Workload workload : new TreeSet<>(plan.workloads())) {
      mixes.add(mix(workload, plan));
    }
    this.callers = plan.nodes().stream().map(NodeCaller::new).toList();
    this.file = new HistoryFile(plan.history());
    this.recorder = new Recorder(file);
  }

  private Mix mix(Workload workload, Plan plan) {
    int nodes = plan.nodes().size();
    return switch (workload) {
      case REGISTER -> new EntityMix(plan.seed(), nodes);
      case BANK -> new BankMix(plan.seed(), nodes, clock::now);
    };
  }

  /** The entities that are called in a phase and were not before. */
  public List<String> entities(String phase) {
    return mixes.stream().flatMap(mix -> mix.entities(phase).stream()).toList();
  }

  /** From now on other entities are called; the first phase starts the load. */
  public void phase(String name) {
    mixes.forEach(mix -> mix.phase(name));
    if (source.getState() == Thread.State.NEW) {
      source.start();
    }
  }

  /** Whether the last five calls through each node were made after a moment and are ok. */
  public boolean lastAreOk(long since) {
    return recorder.lastAreOk(callers.size(), since);
  }

  /** Ends the load and waits for the calls under way. */
  public void stop() throws InterruptedException {
    stopping.countDown();
    source.join();
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      threads.shutdownNow();
    }
  }

  /** Reads an entity strongly through one node after the other; whether one answered. */
  public boolean verify(String entity, int firstNode) {
    boolean list = entity.startsWith(NodeCaller.LISTS);
    Action action = list ? new Action.ReadList(true) : new Action.ReadValue(true);
    for (int i = 0; i < TRIES; i++) {
      int node = 1 + (firstNode + i) % callers.size();
      var drawn = new Mix.Drawn(entity, action, "", node, 0);
      if (call(Operation.VERIFIER, drawn, node).ok()) {
        return true;
      }
    }
    return false;
  }

  public List<Operation> history() {
    return recorder.all();
  }

  public int calls() {
    return recorder.size();
  }

  private void send() {
    long start = System.nanoTime();
    long sent = 0;
    try {
      while (true) {
        long due = start + sent * 1_000_000_000L / rate;
        if (stopping.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        Mix mix = mixes.get((int) (sent % mixes.size()));
        sent++;
        Mix.Drawn drawn = mix.next();
        if (begins(drawn)) {
          threads.execute(() -> carryOut(mix, drawn));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean begins(Mix.Drawn drawn) {
    AtomicInteger own = inFlightOf.computeIfAbsent(drawn.entity(), _ -> new AtomicInteger());
    if (inFlight.get() >= IN_FLIGHT || own.get() >= ENTITY_IN_FLIGHT) {
      return false;
    }
    inFlight.incrementAndGet();
    own.incrementAndGet();
    return true;
  }

  private void carryOut(Mix mix, Mix.Drawn drawn) {
    int process = processes.incrementAndGet();
    var random = new Random(drawn.seed());
    try {
      int node = drawn.node();
      for (int i = 0; i < TRIES; i++) {
        Outcome outcome = call(process, drawn, node);
        mix.saw(drawn, outcome);
        if (!isRepeated(drawn, outcome, random)) {
          return;
        }
        stopping.await(random.nextLong(BETWEEN_TRIES.toMillis()), TimeUnit.MILLISECONDS);
        node = 1 + random.nextInt(callers.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
      inFlightOf.getOrDefault(drawn.entity(), inFlight).decrementAndGet();
    }
  }

  /** As a careful caller repeats what it does not know, and as one whose answer got lost. */
  private static boolean isRepeated(Mix.Drawn drawn, Outcome outcome, Random random) {
    int chance = random.nextInt(100);
    if (drawn.key().isEmpty()) {
      return false;
    }
    return switch (outcome) {
      case Outcome.Unknown _ -> chance < REPEATED_UNKNOWN;
      case Outcome.Appended _, Outcome.Done _ -> chance < REPEATED_ANSWERED;
      case Outcome.Listed _,
          Outcome.Value _,
          Outcome.Mismatch _,
          Outcome.Rejected _,
          Outcome.Failed _ ->
          false;
    };
  }

  private Outcome call(int process, Mix.Drawn drawn, int node) {
    long invoked = clock.now();
    NodeCaller.Told told = callers.get(node - 1).call(drawn.entity(), drawn.action(), drawn.key());
    recorder.add(
        new Operation(
            process,
            drawn.entity(),
            drawn.action(),
            drawn.key(),
            node,
            told.home(),
            invoked,
            clock.now(),
            told.outcome()));
    return told.outcome();
  }

  @Override
  public void close() {
    stopping.countDown();
    threads.shutdownNow();
    // An HTTP client waits for calls that a stuck node never answers; nobody waits for the client.
    callers.forEach(caller -> Thread.ofVirtual().name("close").start(caller::close));
    file.close();
  }
}
