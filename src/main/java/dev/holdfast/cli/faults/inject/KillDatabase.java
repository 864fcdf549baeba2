package dev.holdfast.cli.faults.inject;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** All processes of the database are killed at once; it is started again on the same port. */
record KillDatabase() implements Fault {
  private static final Duration GONE = Duration.ofSeconds(2);

  @Override
  public String group() {
    return "database-kill";
  }

  @Override
  public String name() {
    return "PostgreSQL killed and restarted";
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    target.struck(List.of());
    target.machine().postgres().kill();
    target.pause(GONE);
    target.machine().postgres().restart();
  }
}
