package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.ServiceLanguage;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One kind of fault: it strikes, lasts and is mended.
 *
 * <p>Invariant: when {@link #strike} returns, also by an exception, nothing of the fault is left
 * but its consequences.
 */
public sealed interface Fault
    permits KillNode,
        StopNode,
        Partition,
        CutDatabase,
        KillDatabase,
        FreezeDatabase,
        RollingRestart,
        FillDisk,
        KillFunctions,
        StopFunction {
  /** What {@code --faults} calls it and its like. */
  String group();

  /** What {@code --faults} calls it alone. */
  default String word() {
    return group();
  }

  /** In words, for the table. */
  String name();

  /** Whether services in this language have what it is done to. */
  default boolean fits(ServiceLanguage language) {
    return true;
  }

  /** Why it cannot be done to this target; empty when it can. */
  default Optional<String> whyNot(Target target) {
    return Optional.empty();
  }

  /** Strikes, waits as long as the fault lasts, mends. */
  void strike(Target target, RandomGenerator random);
}
