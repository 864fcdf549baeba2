package dev.holdfast.sdk;

import java.util.List;

/** Services that cannot be loaded. Invariant: it lists every fault of all of them at once. */
public final class InvalidService extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  public InvalidService(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence or two each: what is wrong and what to write instead. */
  public List<String> faults() {
    return faults;
  }
}
