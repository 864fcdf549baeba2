package dev.holdfast.runtimes;

import java.util.List;

/**
 * Code that cannot be loaded. Invariant: it lists every fault that could be found, not the first.
 */
public final class UnloadableCode extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  public UnloadableCode(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** What is wrong and where; of sources as {@code cart/Cart.java:12: …}. */
  public List<String> faults() {
    return faults;
  }
}
