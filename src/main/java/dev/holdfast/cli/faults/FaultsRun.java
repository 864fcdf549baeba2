package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.bank.BankAudit;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.FoldCheck;
import dev.holdfast.cli.faults.check.HistoryCheck;
import dev.holdfast.cli.faults.check.JournalAudit;
import dev.holdfast.cli.faults.check.Journaled;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.inject.Fault;
import dev.holdfast.cli.faults.inject.Faults;
import dev.holdfast.cli.faults.inject.Target;
import dev.holdfast.cli.faults.load.Load;
import dev.holdfast.cli.faults.load.RunClock;
import dev.holdfast.cli.faults.load.Workload;
import dev.holdfast.cli.faults.machine.Machine;
import dev.holdfast.cli.faults.machine.NodeUnderTest;
import dev.holdfast.cli.local.LocalFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One run: a cluster under load, one fault after the other, then the checks.
 *
 * <p>Invariant: at most one fault at a time, and the next one only after the cluster has healed.
 */
final class FaultsRun implements AutoCloseable, Target {
  private static final Duration START = Duration.ofSeconds(150);
  private static final Duration BEFORE = Duration.ofSeconds(3);

  /**
   * A node that was killed has to start again within it: on two cores, beside other nodes and their
   * callers, that alone was seen to take 20 s.
   */
  private static final Duration HEAL = Duration.ofSeconds(60);

  private static final Duration DRAIN = Duration.ofSeconds(60);

  /** What is lost never arrives, and a control is to lose something. */
  private static final Duration DRAIN_UNSAFE = Duration.ofSeconds(15);

  private static final Duration STEADY = Duration.ofMillis(1500);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String SERVICES = "fault-";

  private final FaultsPlan plan;
  private final Consumer<String> progress;
  private final Random random;
  private final RunClock clock = RunClock.start();
  private final CountDownLatch stopping;
  private final Machine machine;
  private final List<Episode> episodes = new ArrayList<>();
  private final Map<String, String> left = new TreeMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private final Optional<BankAudit> bank;
  private Optional<Load> load = Optional.empty();
  private List<Integer> victims = List.of();
  private long struckAt;
  private String noted = "";

  /**
   * Sets the machine up.
   *
   * @param stopping cuts the run short, from any thread; what it has started is still taken away
   */
  FaultsRun(FaultsPlan plan, CountDownLatch stopping, Consumer<String> progress) {
    this.plan = plan;
    this.stopping = stopping;
    this.progress = progress;
    this.random = new Random(plan.seed());
    boolean fillsDisk = plan.faults().contains("disk");
    // Room for the empty database, its log and what a run writes, with some left to be filled.
    int disk = fillsDisk ? 400 + 40 * (int) Math.min(60, plan.time().toMinutes()) : 0;
    this.machine =
        Machine.start(
            new Machine.Setup(
                plan.project(),
                plan.folder(),
                plan.nodes(),
                plan.language(),
                disk,
                plan.namespaces(),
                plan.unsafe().map(Unsafe::settings).orElseGet(List::of)));
    this.bank =
        Optional.of(machine.postgres().url())
            .filter(_ -> plan.workloads().contains(Workload.BANK))
            .map(BankAudit::new);
  }

  FaultsResult run() throws InterruptedException, SQLException {
    say(
        "%d nodes on %s, services in %s"
            .formatted(plan.nodes(), machine.network().description(), plan.language().word()));
    say("logs, history and data in " + plan.folder());
    machine.startNodes(this::awaitAllReady);
    startLoad();
    strikeUntilTimeIsUp();
    say("the load ends; every entity is read once more, then everything is checked");
    load().stop();
    drain();
    verify();
    return check();
  }

  private void startLoad() {
    List<java.net.URI> nodes = machine.nodes().stream().map(NodeUnderTest::url).toList();
    load =
        Optional.of(
            new Load(
                new Load.Plan(nodes, plan.workloads(), plan.rate(), plan.seed(), plan.history()),
                clock));
    load().phase("p0");
    long since = clock.now();
    if (awaitHealed(since, START).isEmpty()) {
      throw new LocalFailed("the cluster does not answer; see the logs in " + plan.folder());
    }
    say("all nodes answer; seed " + plan.seed());
  }

  private Load load() {
    return load.orElseThrow();
  }

  private void strikeUntilTimeIsUp() {
    List<Fault> possible = possible();
    if (possible.isEmpty()) {
      // A run that breaks nothing shows nothing.
      throw new LocalFailed("none of these faults can be done on this machine: " + left);
    }
    long end = clock.now() + plan.time().toNanos();
    List<Fault> queue = new ArrayList<>();
    while (clock.now() < end && !isStopping()) {
      if (queue.isEmpty()) {
        queue.addAll(Faults.shuffled(possible, random));
      }
      if (!episode(queue.removeFirst())) {
        return;
      }
    }
    for (Fault fault : possible) {
      if (episodes.stream().noneMatch(one -> one.fault().equals(fault.name()))) {
        left.put(fault.name(), "the time was up before its turn");
      }
    }
  }

  private List<Fault> possible() {
    List<Fault> possible = new ArrayList<>();
    for (Fault fault : Faults.of(plan.faults())) {
      Optional<String> reason = fault.whyNot(this);
      reason.ifPresent(why -> left.put(fault.name(), why));
      reason.ifPresent(why -> say(fault.name() + " is left out: " + why));
      if (reason.isEmpty()) {
        possible.add(fault);
      }
    }
    return possible;
  }

  /** One fault; false when the cluster did not heal, after which nothing more can be learnt. */
  private boolean episode(Fault fault) {
    String phase = "p" + (episodes.size() + 1);
    long begun = clock.now();
    load().phase(phase);
    pause(BEFORE);
    long fencedBefore = fenced();
    victims = List.of();
    noted = "";
    struckAt = clock.now();
    fault.strike(this, random);
    long mended = clock.now();
    Optional<Long> healed = awaitHealed(mended, HEAL);
    episodes.add(
        new Episode(
            fault.name(),
            phase,
            victims,
            struckAt,
            mended,
            healed,
            fenced() - fencedBefore,
            begun,
            clock.now()));
    String where = victims.isEmpty() ? noted : ", node " + victims.getFirst();
    String after =
        healed
            .map(at -> String.format(Locale.ROOT, "healed %.1f s after", (at - mended) / 1e9))
            .orElse("NOT HEALED " + HEAL.toSeconds() + " s after");
    say("%d. %s%s: %s".formatted(episodes.size(), fault.name(), where, after));
    if (healed.isEmpty() && !isStopping()) {
      breaches.add(
          new Breach(
              Breach.Kind.UNHEALED,
              "fault-list/" + phase + "-any",
              "%d s after %s the last 5 calls through each node were not ok"
                  .formatted(HEAL.toSeconds(), fault.name())));
    }
    return healed.isPresent();
  }

  /** Since when the last five calls through each node have been ok, and stayed so for a moment. */
  private Optional<Long> awaitHealed(long since, Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    Optional<Long> good = Optional.empty();
    while (!isStopping()) {
      long now = clock.now();
      good = load().lastAreOk(since) ? good.or(() -> Optional.of(now)) : Optional.empty();
      if (good.isPresent() && now - good.get() >= STEADY.toNanos()) {
        return good;
      }
      if (good.isEmpty() && System.nanoTime() > deadline) {
        return Optional.empty();
      }
      pause(POLL);
    }
    return Optional.empty();
  }

  private long fenced() {
    return machine.nodes().stream().mapToLong(NodeUnderTest::fencedLines).sum();
  }

  /** Nobody calls any more: what is under way in the bank arrives by itself. */
  private void drain() throws InterruptedException, SQLException {
    if (bank.isPresent()) {
      Duration most = plan.unsafe().isPresent() ? DRAIN_UNSAFE : DRAIN;
      bank.get().drain(most, stopping).forEach(line -> say("still under way: " + line));
    }
  }

  private void verify() throws InterruptedException {
    var reads = new Verification(load());
    for (int phase = 0; phase <= episodes.size(); phase++) {
      reads.of("p" + phase);
    }
    breaches.addAll(reads.await());
  }

  private FaultsResult check() throws SQLException {
    List<Operation> history = load().history();
    String database = machine.postgres().url();
    Map<Boolean, List<Operation>> ofBank =
        history.stream()
            .collect(Collectors.partitioningBy(one -> one.entity().startsWith(Load.BANK)));
    List<Operation> ofEntities = ofBank.getOrDefault(false, List.of());
    HistoryCheck.Findings findings = HistoryCheck.check(ofEntities);
    breaches.addAll(findings.breaches());
    HistoryCheck.share(history).ifPresent(breaches::add);
    JournalAudit audit = JournalAudit.of(database);
    audit.breaches().forEach(one -> breaches.add(new Breach(Breach.Kind.JOURNAL, "", one)));
    breaches.addAll(FoldCheck.breaches(Journaled.read(database, SERVICES), ofEntities));
    bank.ifPresent(
        one -> breaches.addAll(one.breaches(Load.ACCOUNTS, ofBank.getOrDefault(true, List.of()))));
    return new FaultsResult(
        plan,
        machine.network().description(),
        Duration.ofNanos(clock.now()),
        episodes,
        left,
        history,
        breaches,
        findings.undecided(),
        audit.commits(),
        bank.map(BankAudit::summary));
  }

  private void awaitAllReady(List<NodeUnderTest> nodes) {
    for (NodeUnderTest node : nodes) {
      awaitReady(node.number(), START);
    }
  }

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public List<Integer> byAge() {
    return machine.nodes().stream()
        .sorted(Comparator.comparingLong(node -> node.process().startedNanos()))
        .map(NodeUnderTest::number)
        .toList();
  }

  @Override
  public void struck(List<Integer> nodes) {
    victims = nodes;
    struckAt = clock.now();
  }

  @Override
  public void note(String words) {
    noted = ", " + words;
  }

  @Override
  public void pause(Duration time) {
    try {
      if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  @Override
  public void awaitReady(int node, Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!machine.node(node).isReady() && !isStopping()) {
      if (System.nanoTime() > deadline) {
        throw new LocalFailed(
            "node %d is not ready after %d s; see %s/node-%d.log"
                .formatted(node, most.toSeconds(), plan.folder(), node));
      }
      pause(POLL);
    }
  }

  @Override
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void say(String line) {
    progress.accept(String.format(Locale.ROOT, "%6.1f s  %s", clock.now() / 1e9, line));
  }

  @Override
  public void close() {
    load.ifPresent(Load::close);
    machine.close();
  }
}
