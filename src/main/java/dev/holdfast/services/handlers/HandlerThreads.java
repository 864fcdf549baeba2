package dev.holdfast.services.handlers;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads that user code runs on: fast handlers run on the caller's own thread without a hop,
 * all others on a virtual thread each.
 *
 * <p>Invariant: whatever user code does, its caller is answered at the deadline, and code that
 * waits or loops keeps no thread from other instances for longer than a few ticks of the watch.
 *
 * <pre>
 *   run ──► pace.inline? ──yes──► caller's thread ──► result at once
 *               │                      │ slow: handler demoted, pool lent a thread,
 *               no                     │ late: interrupted
 *               ▼                      ▼
 *         virtual thread ◄────── HandlerWatch (one thread, one tick for all deadlines)
 *               │ waits: costs nothing; computes for long: carriers lent a thread;
 *               │ late: answered and interrupted; does not end: a runaway, counted
 *               ▼
 *         result later, by the callback
 * </pre>
 *
 * Java cannot stop a thread that loops. What can be done is to answer its caller, to give its pool
 * another thread, and to run no more of that service once it holds a few; that is what happens. An
 * instance whose handler loops on the caller's own thread stays stuck until the handler ends: this
 * takes a handler that was fast hundreds of times before.
 */
public final class HandlerThreads implements AutoCloseable {
  private final HandlerSettings settings;
  private final HandlerWatch watch;
  private final Map<String, ServiceGate> gates = new ConcurrentHashMap<>();
  private final AtomicInteger isolated = new AtomicInteger();
  private final AtomicInteger runaways = new AtomicInteger();
  private final ThreadLocal<InlineRun> inline;

  /** How much user code holds at this moment, for metrics. */
  public record Load(int isolated, int runaways, int spareThreads) {}

  public HandlerThreads(HandlerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.watch = new HandlerWatch(settings, clock);
    this.inline = ThreadLocal.withInitial(this::newSlot);
    watch.start();
  }

  private InlineRun newSlot() {
    var slot = new InlineRun();
    watch.add(slot);
    return slot;
  }

  /**
   * A new record of one handler's speed; all instances of a deployed version share one.
   *
   * @param waits whether each run waits for something outside of this process
   */
  public HandlerPace pace(String service, boolean waits) {
    ServiceGate gate =
        gates.computeIfAbsent(service, name -> new ServiceGate(name, settings, runaways));
    return new HandlerPace(gate, settings, waits);
  }

  /**
   * Runs user code now, on this thread, or soon on another.
   *
   * @param then told the result, once, from another thread, when this method returns empty; must
   *     not block
   * @return the result when the code has run on this thread or was refused
   */
  public <T> Optional<Ran<T>> run(
      HandlerPace pace, Instant deadline, Callable<T> work, Consumer<Ran<T>> then) {
    Optional<Ran<T>> here = runHere(pace, deadline, work);
    return here.isPresent() ? here : isolate(pace, deadline, work, then);
  }

  /**
   * Runs user code on this thread or not at all. One decision: a caller that asked first and ran
   * afterwards could find the code demoted in between.
   *
   * @return empty when the code is not for the caller's thread; it has not run then
   */
  public <T> Optional<Ran<T>> runHere(HandlerPace pace, Instant deadline, Callable<T> work) {
    if (pace.inline() && !Thread.currentThread().isVirtual()) {
      InlineRun slot = inline.get();
      if (slot.begin(pace, deadline)) {
        watch.wakeUp();
        return Optional.of(runInline(slot, pace, work));
      }
    }
    return Optional.empty();
  }

  private <T> Ran<T> runInline(InlineRun slot, HandlerPace pace, Callable<T> work) {
    boolean sampled = slot.sampled();
    long begun = sampled ? System.nanoTime() : 0;
    Ran<T> ran;
    try {
      ran = new Ran.Returned<>(work.call());
    } catch (Throwable failure) {
      // Whatever user code throws is its result, an Error like StackOverflowError included.
      ran = new Ran.Threw<>(failure);
    }
    boolean inTime = slot.end(watch.spares());
    if (sampled) {
      pace.sampledInline(System.nanoTime() - begun);
    }
    return inTime ? ran : IsolatedRun.late();
  }

  private <T> Optional<Ran<T>> isolate(
      HandlerPace pace, Instant deadline, Callable<T> work, Consumer<Ran<T>> then) {
    Optional<Problem> refusal = pace.gate().refusal();
    if (refusal.isPresent()) {
      return Optional.of(new Ran.Refused<>(refusal.get()));
    }
    long now = System.nanoTime();
    long deadlineNanos = watch.nanoTimeOf(deadline, now);
    if (deadlineNanos - now <= 0) {
      return Optional.of(IsolatedRun.late());
    }
    if (isolated.incrementAndGet() > settings.mostIsolated()) {
      isolated.decrementAndGet();
      return Optional.of(
          new Ran.Refused<>(
              ProblemCode.OVERLOADED.problem("Too many handlers are running on this node.")));
    }
    var order = new IsolatedRun.Order<>(pace, deadlineNanos, work, then);
    var run = new IsolatedRun<T>(order, this::isOver);
    watch.add(run);
    run.start();
    return Optional.empty();
  }

  private void isOver(IsolatedRun<?> run) {
    watch.remove(run);
    isolated.decrementAndGet();
  }

  /**
   * Waits inside user code for the answer of another service. The handler is not for the caller's
   * thread from then on; this time its pool is told, and makes up for the thread.
   */
  public <T> T await(HandlerPace pace, CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException {
    boolean onCallersThread = !Thread.currentThread().isVirtual() && inline.get().startsWaiting();
    if (!onCallersThread) {
      pace.demote();
      return answer.get();
    }
    try {
      // Completable futures wait through ForkJoinPool.managedBlock when on a thread of a pool.
      return answer.get();
    } finally {
      inline.get().stopsWaiting();
    }
  }

  public Load load() {
    return new Load(isolated.get(), runaways.get(), watch.spares().lent());
  }

  /** Interrupts what still runs on threads of its own; inline runs end by themselves. */
  @Override
  public void close() {
    watch.close();
  }
}
