package dev.holdfast.services.handlers;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the runs of one service that keep threads to themselves, and holds back further ones.
 *
 * <p>Invariant: a service whose code loops takes a bounded number of threads from the node: those
 * that were already running when it was noticed, and no more.
 *
 * @see HandlerThreads
 */
final class ServiceGate {
  private final String service;
  private final HandlerSettings settings;
  private final AtomicInteger runawaysOfNode;
  private volatile int busy;
  private volatile int runaways;

  ServiceGate(String service, HandlerSettings settings, AtomicInteger runawaysOfNode) {
    this.service = service;
    this.settings = settings;
    this.runawaysOfNode = runawaysOfNode;
  }

  String service() {
    return service;
  }

  /** Why no further run may begin; empty when one may. */
  Optional<Problem> refusal() {
    int mine = runaways;
    if (mine == 0) {
      return Optional.empty();
    }
    boolean node = runawaysOfNode.get() >= settings.mostRunaways();
    if (mine < settings.mostRunawaysPerService() && !node) {
      return Optional.empty();
    }
    return Optional.of(
        ProblemCode.OVERLOADED.problem(
            mine
                + " handlers of "
                + service
                + " did not end at their deadline and still hold threads."));
  }

  /** Waits, on a virtual thread, while too many runs of the service compute already. */
  void enter() throws InterruptedException {
    if (busy < settings.mostBusyPerService()) {
      return;
    }
    synchronized (this) {
      while (busy >= settings.mostBusyPerService()) {
        wait();
      }
    }
  }

  synchronized void becameBusy() {
    busy++;
  }

  synchronized void noLongerBusy() {
    busy--;
    notifyAll();
  }

  synchronized void ranAway() {
    runaways++;
    runawaysOfNode.incrementAndGet();
  }

  synchronized void cameBack() {
    runaways--;
    runawaysOfNode.decrementAndGet();
  }
}
