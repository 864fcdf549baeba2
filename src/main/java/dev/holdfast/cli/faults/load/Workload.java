package dev.holdfast.cli.faults.load;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the cluster under test is called for. */
public enum Workload {
  /** Lists and registers: what callers are told. */
  REGISTER,
  /** Transfers between accounts: what commits cause. */
  BANK;

  /** Both at once. */
  public static final String ALL = "all";

  /** As it is typed: one of them, or {@link #ALL}. */
  public static Optional<Set<Workload>> of(String word) {
    return word.equals(ALL)
        ? Optional.of(EnumSet.allOf(Workload.class))
        : Arrays.stream(values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .map(EnumSet::of);
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
