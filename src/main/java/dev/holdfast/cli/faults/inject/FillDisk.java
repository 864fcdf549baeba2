package dev.holdfast.cli.faults.inject;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The database's disk is full, so it refuses to write or falls over; then there is room again. */
record FillDisk() implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(15);

  @Override
  public String group() {
    return "disk";
  }

  @Override
  public String name() {
    return "the database's disk full for 15 s";
  }

  @Override
  public Optional<String> whyNot(Target target) {
    return target.machine().disk().whyNot();
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    target.struck(List.of());
    try {
      target.machine().disk().fill();
      target.pause(LASTS);
    } finally {
      target.machine().disk().free();
    }
    if (target.machine().postgres().pids().isEmpty()) {
      target.machine().postgres().restart();
    }
  }
}
