package dev.holdfast.journal;

import dev.holdfast.journal.WriteQueue.Work;
import dev.holdfast.journal.feed.Feed;
import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.AppendLane.Appended;
import dev.holdfast.journal.store.RefusedException;
import dev.holdfast.journal.store.Store;
import dev.holdfast.journal.watch.Confirmation;
import dev.holdfast.journal.watch.LostSlices;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that appends and claims: it drains what queued while the last commit ran, so the
 * batch grows with the load and nobody lingers.
 *
 * <p>Invariant: while {@link #settled} is not complete a statement of ours may still be running in
 * the database; nothing is sent and no entity recovers until it has landed or can no more.
 *
 * <pre>
 *            take ──► claims ──► commit ──► epochs, base offsets
 *   settled   └─────► writes ──► place offsets ──► LANDED    advance, answer
 *      ▲                                      ├──► FENCED    drop lost slices, send the rest
 *      │                                      ├──► CONFLICT  send one by one
 *      └── reconnect, renew, read base ◄──────┴── unknown    answer "unknown"
 * </pre>
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Owner owner;
  private final WriteQueue queue;
  private final Holdings holdings;
  private final Signals signals;
  private final Counters counters = new Counters();
  private final Duration queueTimeout;
  private final long delayNanos;
  private final boolean epochCarried;
  private final Confirmation confirmation = new Confirmation(System.nanoTime());
  private final LostSlices lostSlices = new LostSlices();
  private final Feed feed = new Feed();
  private final Thread thread;
  private volatile Executor completions = Runnable::run;

  private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

  /** Registers before it returns, so that opening a journal fails where the database does. */
  Writer(Store store, JournalSettings settings, Signals signals) throws SQLException {
    this.owner = new Owner(store, settings, counters, confirmation, lostSlices);
    this.holdings = owner.holdings();
    this.queue = new WriteQueue(settings);
    this.signals = signals;
    this.queueTimeout = settings.queueTimeout();
    this.epochCarried = settings.unsafe().epochCarried();
    this.delayNanos = Duration.ofMillis(settings.unsafe().writeDelayMillis()).toNanos();
    this.thread = Thread.ofPlatform().name("holdfast-journal-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  CompletableFuture<Long> append(Write write) {
    queue.add(write);
    return write.done();
  }

  CompletableFuture<Long> claim(int slice) {
    return queue.claim(slice);
  }

  /** Has the database asked soon whether all slices are still held. */
  void confirm() {
    queue.confirm();
  }

  Holdings holdings() {
    return holdings;
  }

  Confirmation confirmation() {
    return confirmation;
  }

  LostSlices lostSlices() {
    return lostSlices;
  }

  Feed feed() {
    return feed;
  }

  Counters counters() {
    return counters;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Complete while no statement of unknown outcome can still land. */
  CompletableFuture<Void> settled() {
    return settled;
  }

  JournalMetrics metrics() {
    return counters.read(queue.rows());
  }

  /** Writes what is queued, gives the fence row up and ends. */
  void close(Duration patience) throws InterruptedException {
    queue.close();
    if (!thread.join(patience)) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      Duration pause = FIRST_PAUSE;
      while (true) {
        if (settled.isDone()) {
          pause = FIRST_PAUSE;
          var work = queue.take();
          if (work.isEmpty()) {
            break;
          }
          work(work.get());
        } else if (!settle()) {
          refuseOld();
          if (queue.closed()) {
            break;
          }
          LockSupport.parkNanos(pause.toNanos());
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
      owner.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.close();
      refuseOld();
      owner.disconnect();
    }
  }

  private void work(Work work) {
    switch (work) {
      case Work.Claims(var bySlice) -> claim(bySlice);
      case Work.Confirm() -> askWhatIsHeld();
      case Work.Writes(var writes) -> append(writes);
    }
  }

  private void claim(Map<Integer, CompletableFuture<Long>> claims) {
    long began = System.nanoTime();
    try {
      Map<Integer, Long> epochs = owner.claim(claims.keySet());
      counters.claims.add(claims.size());
      counters.claimNanos.add(System.nanoTime() - began);
      feed.missed(claims.keySet());
      claims.forEach((slice, claim) -> claim.complete(epochs.get(slice)));
    } catch (RefusedException e) {
      claims.values().forEach(claim -> claim.completeExceptionally(e));
    } catch (Throwable e) {
      // An Error too: without this thread nobody on the node is ever answered again.
      unsettle(e);
      var unknown = new OutcomeUnknownException("The database did not answer a claim", e);
      claims.values().forEach(claim -> claim.completeExceptionally(unknown));
    }
  }

  private void askWhatIsHeld() {
    try {
      owner.learn();
      counters.confirmations.increment();
    } catch (RefusedException e) {
      LOG.warn("The database refused to say what we hold: {}", e.getMessage());
    } catch (Throwable e) {
      unsettle(e);
    }
  }

  private void append(List<Write> writes) {
    if (delayNanos > 0) {
      LockSupport.parkNanos(delayNanos);
    }
    List<Write> rest = writes;
    while (true) {
      try {
        rest = writable(rest);
        if (rest.isEmpty()) {
          return;
        }
        List<Append> batch = holdings.place(rest);
        switch (send(batch)) {
          case LANDED -> {
            landed(rest, batch);
            return;
          }
          case FENCED -> {
            counters.fenceReached.add(rows(rest));
            LOG.warn("The fence kept {} commits out: a slice of ours was taken", rows(rest));
            owner.learn();
          }
          case CONFLICT -> {
            if (rest.size() > 1) {
              oneByOne(rest);
              return;
            }
            int slice = rest.getFirst().slice();
            if (!owner.hasMoved(slice)) {
              counters.refused.add(rest.getFirst().rows());
              rest.getFirst().failed(taken(rest.getFirst()));
              return;
            }
            feed.missed(List.of(slice));
          }
        }
      } catch (RefusedException e) {
        counters.refused.add(rows(rest));
        LOG.warn("The database refused {} commits: {}", rows(rest), e.getMessage());
        fail(rest, new JournalBusyException("The database refused: " + e.getMessage()));
        return;
      } catch (Throwable e) {
        unsettle(e);
        counters.unknown.add(rows(rest));
        fail(rest, new OutcomeUnknownException("The database did not answer", e));
        return;
      }
    }
  }

  private Appended send(List<Append> batch) throws SQLException {
    long began = System.nanoTime();
    Appended outcome = owner.append(batch);
    counters.writeNanos.add(System.nanoTime() - began);
    counters.batches.increment();
    return outcome;
  }

  private void landed(List<Write> writes, List<Append> batch) {
    int rows = 0;
    for (int i = 0; i < batch.size(); i++) {
      Append append = batch.get(i);
      holdings.advance(append);
      rows += append.rows();
      if (append.causes() && feed.isListening(append.slice())) {
        feed.landed(append.slice(), writes.get(i).outgoing(append));
      }
    }
    counters.landed(rows);
    completions.execute(
        () -> {
          for (int i = 0; i < batch.size(); i++) {
            writes.get(i).landed(batch.get(i).offset());
          }
          for (Append append : batch) {
            signals.appended(append.entity());
          }
        });
  }

  /** Where callers are told that their writes landed, one task a batch. */
  void completeOn(Executor executor) {
    completions = executor;
  }

  /** One bad row must not fail its neighbours. */
  private void oneByOne(List<Write> writes) {
    for (int i = 0; i < writes.size(); i++) {
      if (!settled.isDone()) {
        queue.putBack(writes.subList(i, writes.size()));
        return;
      }
      append(List.of(writes.get(i)));
    }
  }

  /** Those whose slice is held; the others are told. */
  private List<Write> writable(List<Write> writes) throws SQLException {
    if (!epochCarried) {
      takeBack(writes);
    }
    var held = new ArrayList<Write>(writes.size());
    for (Write write : writes) {
      if (holdings.holds(write.slice(), write.epoch())) {
        held.add(write);
      } else {
        counters.fenced.add(write.rows());
        write.failed(
            new FencedException(
                "Slice " + write.slice() + " is not held at epoch " + write.epoch()));
      }
    }
    return held;
  }

  /** What a writer does that looks epochs up when it writes: it gets one, whoever had decided. */
  private void takeBack(List<Write> writes) throws SQLException {
    Set<Integer> gone =
        writes.stream()
            .map(Write::slice)
            .filter(slice -> holdings.epoch(slice).isEmpty())
            .collect(Collectors.toSet());
    if (!gone.isEmpty()) {
      owner.claim(gone);
    }
  }

  /** Also after a bug of ours: then, too, it is not known what the database has. */
  private void unsettle(Throwable why) {
    LOG.warn("The journal lost its database", why);
    counters.reconnects.increment();
    settled = new CompletableFuture<>();
    owner.disconnect();
  }

  private boolean settle() {
    try {
      owner.settle();
      feed.missedAll();
      settled.complete(null);
      LOG.info("The journal has its database again");
      return true;
    } catch (SQLException | RuntimeException e) {
      LOG.warn("The database cannot be reached: {}", e.getMessage());
      return false;
    }
  }

  private void refuseOld() {
    var busy = new JournalBusyException("The database cannot be reached");
    List<Write> old = queue.removeOlderThan(queueTimeout);
    counters.refused.add(rows(old));
    fail(old, busy);
    queue.removeClaims().forEach(claim -> claim.completeExceptionally(busy));
  }

  private static SequenceTakenException taken(Write write) {
    return new SequenceTakenException(
        write.entity() + " has a commit with sequence " + write.sequence() + " already");
  }

  private static void fail(List<Write> writes, RuntimeException why) {
    writes.forEach(write -> write.failed(why));
  }

  private static int rows(List<Write> writes) {
    return writes.stream().mapToInt(Write::rows).sum();
  }
}
