package dev.holdfast.cli.faults.load;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.List;

/** What callers ask next, drawn from a seed by one thread. */
interface Mix {
  /** What is called from then on and was not before, to be read when all is quiet. */
  List<String> entities(String phase);

  /** Another fault is about to come. */
  void phase(String name);

  Drawn next();

  /** Callers talk to each other: what one saw, another may act on. */
  void saw(Drawn drawn, Outcome outcome);

  /**
   * One call to make.
   *
   * @param key the idempotency key, empty for none
   * @param seed decides all chances that its caller takes later
   */
  record Drawn(String entity, Action action, String key, int node, long seed) {}
}
