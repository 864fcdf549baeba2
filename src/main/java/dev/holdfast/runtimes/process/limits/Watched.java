package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One process of a function, as {@code Watch} sees it. */
public interface Watched {
  ProcessTree tree();

  /** How long its oldest request has run; zero if it has none. */
  Duration oldestRequest();

  /** The bytes of its folder of temporary files. */
  long tempBytes();

  /** It uses too much, and is to be ended. */
  void kill(KillReason reason, String what);

  /** What it used until now, kept between two looks. */
  final class Usage {
    private long cpuTicks;
    private long sinceNanos;
    private boolean begun;

    /** Compares what the members use with the limits. */
    Optional<Excess> excess(List<ProcessTable.Row> members, LimitSettings limits, long nowNanos) {
      long bytes = 0;
      long tasks = 0;
      long ticks = 0;
      for (ProcessTable.Row row : members) {
        bytes += row.bytes();
        tasks += row.threads();
        ticks += row.cpuTicks();
      }
      if (limits.tasks() > 0 && tasks > limits.tasks()) {
        return Optional.of(
            new Excess(KillReason.TASKS, "it runs %d processes and threads".formatted(tasks)));
      }
      if (limits.memory() > 0 && bytes > limits.memory()) {
        // What processes share is counted for each of them; taking it apart costs more than a look.
        long own = members.size() > 1 ? ProcessTable.proportional(members) : bytes;
        if (own > limits.memory()) {
          return Optional.of(
              new Excess(KillReason.MEMORY, "it has %d MiB in memory".formatted(own >> 20)));
        }
      }
      return share(ticks, limits, nowNanos);
    }

    private Optional<Excess> share(long ticks, LimitSettings limits, long nowNanos) {
      if (!begun) {
        begun = true;
        cpuTicks = ticks;
        sinceNanos = nowNanos;
        return Optional.empty();
      }
      long passed = nowNanos - sinceNanos;
      if (limits.cpuPercent() == 0 || passed < limits.cpuWindow().toNanos()) {
        return Optional.empty();
      }
      double seconds = (double) passed / TimeUnit.SECONDS.toNanos(1);
      double percent = 100.0 * (ticks - cpuTicks) / ProcessTable.TICKS_PER_SECOND / seconds;
      cpuTicks = ticks;
      sinceNanos = nowNanos;
      return percent > limits.cpuPercent()
          ? Optional.of(new Excess(KillReason.CPU, "it used %.0f %% of a core".formatted(percent)))
          : Optional.empty();
    }
  }

  /** Which limit is passed, and how far. */
  record Excess(KillReason reason, String what) {}
}
