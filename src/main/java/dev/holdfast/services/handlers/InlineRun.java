package dev.holdfast.services.handlers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The run of user code that is under way on one platform thread, if any: a slot that its thread
 * fills and empties for each run and the {@link HandlerWatch} looks at.
 *
 * <p>Invariant: the watch touches the thread only while it holds the slot, and the thread does not
 * leave its run while the slot is held; so an interrupt never reaches what runs after it.
 *
 * <pre>
 *          begin                     look                  something was done
 *   IDLE ─────────► RUNNING ◄──────────────────► HELD ◄──────────────────────► NOTICED
 *     ▲                │ end: one compare-and-set                                 │
 *     └────────────────┴──────────────────── end: what was done is undone ────────┘
 * </pre>
 *
 * A run that is over within a tick costs two fenced writes and reads no clock.
 */
final class InlineRun {
  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int HELD = 2;
  private static final int NOTICED = 3;
  private static final long SAMPLE = 63;

  private static final VarHandle STATE;
  private static final VarHandle RUNS;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(InlineRun.class, "state", int.class);
      RUNS = MethodHandles.lookup().findVarHandle(InlineRun.class, "runs", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread = Thread.currentThread();
  private volatile int state;
  private volatile boolean waiting;
  // Written by the thread before it sets RUNNING, read by the watch while it holds the slot.
  private long runs;
  private @Nullable HandlerPace pace;
  private @Nullable Instant deadline;
  // The watch's own memory of what it saw.
  private long seen;
  private int ticks;
  private long deadlineNanos;
  // Written by the watch while it holds the slot, undone by the thread when its run is over.
  private boolean demoted;
  private boolean expired;
  private boolean runaway;
  private SpareThreads.@Nullable Loan loan;

  /** False when this thread is inside a run already. */
  boolean begin(HandlerPace pace, Instant deadline) {
    if (state != IDLE) {
      return false;
    }
    this.pace = pace;
    this.deadline = deadline;
    RUNS.setOpaque(this, runs + 1);
    STATE.setVolatile(this, RUNNING);
    return true;
  }

  /** Whether this run is one of the few whose time is taken. */
  boolean sampled() {
    return (runs & SAMPLE) == 0;
  }

  /** Ends the run; false when its deadline had passed. */
  boolean end(SpareThreads spares) {
    boolean inTime = STATE.compareAndSet(this, RUNNING, IDLE) || endHeldOrNoticed(spares);
    // Also when the code interrupted itself: the thread goes on to other work.
    Thread.interrupted();
    return inTime;
  }

  private boolean endHeldOrNoticed(SpareThreads spares) {
    while (true) {
      int now = state;
      if (now == HELD) {
        Thread.onSpinWait();
      } else if (STATE.compareAndSet(this, now, IDLE)) {
        return now == RUNNING || undo(spares);
      }
    }
  }

  private boolean undo(SpareThreads spares) {
    boolean inTime = !expired;
    if (loan != null) {
      spares.giveBack(loan);
    }
    if (runaway) {
      Objects.requireNonNull(pace).gate().cameBack();
    }
    demoted = false;
    expired = false;
    runaway = false;
    loan = null;
    return inTime;
  }

  /** The run waits for another service, in a way that its pool knows of. */
  boolean startsWaiting() {
    if (state == IDLE) {
      return false;
    }
    waiting = true;
    Objects.requireNonNull(pace).demote();
    return true;
  }

  void stopsWaiting() {
    waiting = false;
  }

  boolean underWay() {
    return state != IDLE;
  }

  boolean abandoned() {
    return !thread.isAlive();
  }

  /** One look by the watch; true when the thread has run anything since the last look. */
  boolean look(HandlerWatch watch) {
    int now = state;
    long run = (long) RUNS.getOpaque(this);
    if (now == IDLE || run != seen) {
      boolean active = run != seen;
      seen = run;
      ticks = 0;
      return active;
    }
    ticks++;
    if (STATE.compareAndSet(this, now, HELD)) {
      int next = now;
      try {
        // Only now can the run not change: it may be the next one already.
        if (runs == seen) {
          next = act(watch) ? NOTICED : now;
        }
      } finally {
        STATE.setVolatile(this, next);
      }
    }
    return true;
  }

  private boolean act(HandlerWatch watch) {
    HandlerPace pace = Objects.requireNonNull(this.pace);
    HandlerSettings settings = watch.settings();
    long now = System.nanoTime();
    if (ticks == 1) {
      deadlineNanos = watch.nanoTimeOf(Objects.requireNonNull(deadline), now);
    }
    if (!demoted && ticks >= settings.ticks(settings.slowInline())) {
      demoted = true;
      pace.demote();
    }
    if (loan == null && !waiting && ticks >= settings.ticks(settings.stuckAfter())) {
      loan = watch.spares().lendFor(thread);
    }
    if (!expired && now - deadlineNanos >= 0) {
      expired = true;
      thread.interrupt();
    }
    if (expired && !runaway && now - deadlineNanos >= settings.interruptGrace().toNanos()) {
      runaway = true;
      pace.gate().ranAway();
    }
    return demoted || expired || loan != null;
  }
}
