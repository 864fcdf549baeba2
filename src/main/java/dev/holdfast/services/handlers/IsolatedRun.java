package dev.holdfast.services.handlers;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of user code on a virtual thread of its own.
 *
 * <p>Invariant: it is answered exactly once, by its thread when the code ends in time and else by
 * the {@link HandlerWatch} at its deadline; what the code does after that is not heard.
 */
final class IsolatedRun<T> implements Runnable {
  private final HandlerPace pace;
  private final long deadlineNanos;
  private final Callable<T> work;
  private final Consumer<Ran<T>> then;
  private final Consumer<IsolatedRun<T>> whenOver;
  private final Thread thread;
  private volatile boolean computing;
  // Guarded by this.
  private boolean answered;
  private boolean over;
  private boolean busy;
  private boolean runaway;
  private SpareThreads.@Nullable Loan loan;
  // The watch's own.
  private int ticksComputing;

  /** What a run is to do, and by when as {@link System#nanoTime}. */
  record Order<T>(HandlerPace pace, long deadlineNanos, Callable<T> work, Consumer<Ran<T>> then) {}

  IsolatedRun(Order<T> order, Consumer<IsolatedRun<T>> whenOver) {
    this.pace = order.pace();
    this.deadlineNanos = order.deadlineNanos();
    this.work = order.work();
    this.then = order.then();
    this.whenOver = whenOver;
    this.thread =
        Thread.ofVirtual()
            .name("handler-" + pace.gate().service())
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    Ran<T> ran = attempt();
    boolean first;
    synchronized (this) {
      over = true;
      first = !answered;
      answered = true;
    }
    whenOver.accept(this);
    if (first) {
      then.accept(ran);
    }
  }

  private Ran<T> attempt() {
    try {
      pace.gate().enter();
    } catch (InterruptedException e) {
      return late();
    }
    Optional<Problem> refusal = pace.gate().refusal();
    if (refusal.isPresent()) {
      return new Ran.Refused<>(refusal.get());
    }
    long begun = System.nanoTime();
    if (begun - deadlineNanos >= 0) {
      return late();
    }
    computing = true;
    try {
      T value = work.call();
      pace.ranIsolated(System.nanoTime() - begun);
      return new Ran.Returned<>(value);
    } catch (Throwable failure) {
      // Whatever user code throws is its result, an Error like StackOverflowError included.
      return new Ran.Threw<>(failure);
    } finally {
      computing = false;
    }
  }

  /** The answer of a run whose deadline has passed. */
  static <T> Ran<T> late() {
    return new Ran.Refused<>(
        ProblemCode.DEADLINE_EXCEEDED.problem(
            "The handler did not end before its deadline; nothing was written."));
  }

  /** Ends what the code may still be doing, when the node stops. */
  void interrupt() {
    thread.interrupt();
  }

  /** One look by the watch. */
  void look(HandlerWatch watch, long now) {
    boolean expires;
    synchronized (this) {
      if (over) {
        return;
      }
      lookAtComputing(watch);
      expires = !answered && now - deadlineNanos >= 0;
      answered |= expires;
      long overdue = now - deadlineNanos - watch.settings().interruptGrace().toNanos();
      if (computing && !runaway && overdue >= 0) {
        runaway = true;
        pace.gate().ranAway();
      }
    }
    if (expires) {
      thread.interrupt();
      then.accept(late());
    }
  }

  private void lookAtComputing(HandlerWatch watch) {
    // A thread that waits costs nothing; only one that computes keeps a carrier from others.
    if (!computing || (thread.getState() != Thread.State.RUNNABLE && !runaway)) {
      ticksComputing = 0;
      giveBack(watch.spares());
      return;
    }
    ticksComputing++;
    if (busy || ticksComputing < watch.settings().ticks(watch.settings().stuckAfter())) {
      return;
    }
    busy = true;
    pace.gate().becameBusy();
    loan = watch.spares().lendFor(thread);
  }

  /** Undoes what the watch did for the run; called once it is over. */
  synchronized void settle(SpareThreads spares) {
    giveBack(spares);
    if (runaway) {
      runaway = false;
      pace.gate().cameBack();
    }
  }

  private void giveBack(SpareThreads spares) {
    if (busy) {
      busy = false;
      pace.gate().noLongerBusy();
    }
    if (loan != null) {
      spares.giveBack(loan);
      loan = null;
    }
  }
}
