package dev.holdfast.services.handlers;

/**
 * What is known about how long one handler takes, shared by all instances of its service: it
 * decides whether the handler may run on the caller's thread.
 *
 * <p>Invariant: only a handler that was nearly always fast runs inline, and one that proved slow
 * there has to prove itself again for longer. A score counts fast runs up and slow ones down, so
 * that a pause of the machine does not undo a thousand good runs. One that waits for another
 * process at each run never runs inline.
 *
 * <pre>
 *   isolated ── score reaches the target ──► inline
 *       ▲                                      │
 *       └── slow, stuck, or calls a service ───┘
 * </pre>
 */
public final class HandlerPace {
  private static final int SLOW_SAMPLES_IN_A_ROW = 3;

  private final ServiceGate gate;
  private final HandlerSettings settings;
  private final boolean waits;
  private volatile boolean inline;
  private int score;
  private int floor;
  private int slowSamples;

  HandlerPace(ServiceGate gate, HandlerSettings settings, boolean waits) {
    this.gate = gate;
    this.settings = settings;
    this.waits = waits;
  }

  ServiceGate gate() {
    return gate;
  }

  public boolean inline() {
    return inline;
  }

  /** A run on a thread of its own took this long. */
  synchronized void ranIsolated(long nanos) {
    if (inline || waits) {
      return;
    }
    if (nanos > settings.fast().toNanos()) {
      score = Math.max(floor, score - settings.slowPenalty());
      return;
    }
    score++;
    if (score >= settings.promoteAfter()) {
      slowSamples = 0;
      inline = true;
    }
  }

  /** One of a few measured runs on the caller's thread; a single slow one may be the machine. */
  synchronized void sampledInline(long nanos) {
    slowSamples = nanos > settings.fast().toNanos() ? slowSamples + 1 : 0;
    if (slowSamples >= SLOW_SAMPLES_IN_A_ROW) {
      demote();
    }
  }

  /** The handler is not for the caller's thread: it was slow there, or it waits for others. */
  synchronized void demote() {
    inline = false;
    floor = settings.promoteAfter() - settings.promoteAgainAfter();
    score = floor;
  }
}
