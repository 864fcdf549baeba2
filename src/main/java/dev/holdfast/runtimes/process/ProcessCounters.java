package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.process.limits.KillReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the processes of functions of a node count. */
public final class ProcessCounters {
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger starting = new AtomicInteger();
  private final LongAdder starts = new LongAdder();
  private final LongAdder deaths = new LongAdder();
  private final LongAdder poison = new LongAdder();
  private final Map<KillReason, LongAdder> kills = new EnumMap<>(KillReason.class);
  private final AtomicLong startNanos = new AtomicLong();
  private final AtomicLong waitNanos = new AtomicLong();
  private final CopyOnWriteArrayList<ProcessPool> pools = new CopyOnWriteArrayList<>();
  private volatile Runnable whenPoolsChange = () -> {};

  ProcessCounters() {
    for (KillReason reason : KillReason.values()) {
      kills.put(reason, new LongAdder());
    }
  }

  /** Processes that listen. */
  public int running() {
    return running.get();
  }

  /** Processes that were started and do not listen yet. */
  public int starting() {
    return starting.get();
  }

  /** Processes started, the first ones and those after a death. */
  public long starts() {
    return starts.sum();
  }

  /** Processes that ended though nobody wanted them to stop, ended by the node included. */
  public long deaths() {
    return deaths.sum();
  }

  /** Requests that were given up because processes die over them. */
  public long poison() {
    return poison.sum();
  }

  public long kills(KillReason reason) {
    return counter(reason).sum();
  }

  /** Time from the start of processes until they listened. */
  public long startNanos() {
    return startNanos.get();
  }

  /** Time that requests waited because a process works on as many as it may. */
  public long waitNanos() {
    return waitNanos.get();
  }

  /** By service: requests in work and those that wait, which is what it would need room for. */
  public Map<String, Integer> demand() {
    Map<String, Integer> demand = new TreeMap<>();
    pools.forEach(pool -> demand.merge(pool.name(), pool.demand(), Integer::sum));
    return demand;
  }

  /** Called when there are other services than before. */
  public void whenPoolsChange(Runnable told) {
    whenPoolsChange = told;
    told.run();
  }

  void add(ProcessPool pool) {
    pools.add(pool);
    whenPoolsChange.run();
  }

  void remove(ProcessPool pool) {
    if (pools.remove(pool)) {
      whenPoolsChange.run();
    }
  }

  void starts(int change) {
    starting.addAndGet(change);
  }

  void started(long nanos) {
    starts.increment();
    running.incrementAndGet();
    startNanos.addAndGet(nanos);
  }

  void ended() {
    running.decrementAndGet();
  }

  void died() {
    deaths.increment();
  }

  void poisoned() {
    poison.increment();
  }

  void waited(long nanos) {
    waitNanos.addAndGet(nanos);
  }

  void killed(KillReason reason) {
    counter(reason).increment();
  }

  private LongAdder counter(KillReason reason) {
    LongAdder counter = kills.get(reason);
    if (counter == null) {
      throw new IllegalStateException("Every reason has one from the start");
    }
    return counter;
  }
}
