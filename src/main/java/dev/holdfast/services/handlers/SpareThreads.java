package dev.holdfast.services.handlers;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Lends a pool one more thread for each of its threads that user code holds, and takes it back.
 *
 * <p>Invariant: the threads lent at one moment are at most {@code most-spare-threads}, and each
 * loan is returned exactly once.
 */
final class SpareThreads {
  private final int most;
  private final List<Loan> loans = new ArrayList<>();
  private @Nullable VirtualThreadSchedulerMXBean carriers;

  SpareThreads(int most) {
    this.most = most;
  }

  /** One thread more in one pool; null stands for the scheduler of virtual threads. */
  record Loan(@Nullable ForkJoinPool pool) {}

  /** Makes up for a held thread where that is possible: in fork-join pools and for carriers. */
  synchronized @Nullable Loan lendFor(Thread held) {
    if (loans.size() >= most) {
      return null;
    }
    Loan loan;
    if (held.isVirtual()) {
      loan = new Loan(null);
    } else if (held instanceof ForkJoinWorkerThread worker) {
      loan = new Loan(worker.getPool());
    } else {
      return null;
    }
    if (!resize(loan, 1)) {
      return null;
    }
    loans.add(loan);
    signal(loan);
    return loan;
  }

  synchronized void giveBack(Loan loan) {
    // Loans of one pool are equal, so it does not matter which of them is removed.
    if (loans.remove(loan)) {
      resize(loan, -1);
    }
  }

  synchronized int lent() {
    return loans.size();
  }

  /**
   * Wakes pools that have work and too few threads at it. A pool only grows when it is signalled,
   * and a signal is left out when the queue that takes the task already holds others.
   */
  synchronized void signalWaiting() {
    for (Loan loan : loans) {
      if (lacksThreads(loan)) {
        signal(loan);
      }
    }
  }

  private boolean lacksThreads(Loan loan) {
    ForkJoinPool pool = loan.pool();
    if (pool != null) {
      return pool.getActiveThreadCount() < pool.getParallelism()
          && (pool.hasQueuedSubmissions() || pool.getQueuedTaskCount() > 0);
    }
    VirtualThreadSchedulerMXBean bean = carriers();
    return bean.getMountedVirtualThreadCount() < bean.getParallelism()
        && bean.getQueuedVirtualThreadCount() > 0;
  }

  private boolean resize(Loan loan, int by) {
    ForkJoinPool pool = loan.pool();
    try {
      if (pool == null) {
        VirtualThreadSchedulerMXBean bean = carriers();
        bean.setParallelism(Math.max(1, bean.getParallelism() + by));
      } else {
        pool.setParallelism(Math.max(1, pool.getParallelism() + by));
      }
      return true;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      // The size of this pool is fixed by its owner or at its limit: nothing can be lent.
      return false;
    }
  }

  private VirtualThreadSchedulerMXBean carriers() {
    VirtualThreadSchedulerMXBean bean = carriers;
    if (bean == null) {
      // Looked up late: it loads the management classes, which a start need not pay for.
      bean = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
      carriers = bean;
    }
    return bean;
  }

  private static void signal(Loan loan) {
    // From a new thread, because each thread has a queue of its own: an empty one signals.
    Thread.ofPlatform().daemon().name("handler-signal").start(() -> submitNothing(loan.pool()));
  }

  private static void submitNothing(@Nullable ForkJoinPool pool) {
    if (pool == null) {
      Thread.startVirtualThread(() -> {});
    } else if (!pool.isShutdown()) {
      pool.execute(() -> {});
    }
  }
}
