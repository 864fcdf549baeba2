package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.ServiceLanguage;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Processes of functions are killed, one after the other, each of a node of its own choice; the
 * nodes live on and start others.
 */
record KillFunctions() implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(15);
  private static final int LEAST_MILLIS = 500;
  private static final int MOST_MILLIS = 2500;

  @Override
  public String group() {
    return "function-kill";
  }

  @Override
  public String name() {
    return "kill -9 functions for 15 s";
  }

  @Override
  public boolean fits(ServiceLanguage language) {
    return language.hasProcesses();
  }

  @Override
  public Optional<String> whyNot(Target target) {
    return Target.noProcesses(target);
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    target.struck(List.of());
    long end = System.nanoTime() + LASTS.toNanos();
    int killed = 0;
    while (System.nanoTime() < end && !target.isStopping()) {
      Optional<Long> victim = target.functionOf(target.anyNode(random), random);
      Signal.KILL.send(victim.stream().toList());
      killed += victim.isPresent() ? 1 : 0;
      target.pause(Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS)));
    }
    if (killed == 0 && !target.isStopping()) {
      throw new LocalFailed("no node has a process of a function that could be killed");
    }
    target.note(killed + " killed");
  }
}
