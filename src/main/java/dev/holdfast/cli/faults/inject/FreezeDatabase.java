package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.local.Signal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The database stands still: connections stay open and nobody answers on them. */
record FreezeDatabase() implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(20);

  @Override
  public String group() {
    return "database-freeze";
  }

  @Override
  public String name() {
    return "PostgreSQL frozen for 20 s";
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Long> frozen = target.machine().postgres().pids();
    target.struck(List.of());
    Signal.STOP.send(frozen);
    try {
      target.pause(LASTS);
    } finally {
      Signal.CONT.send(frozen);
    }
  }
}
