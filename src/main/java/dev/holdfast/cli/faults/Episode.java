package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.load.Load;
import java.util.List;
import java.util.Optional;

/**
 * One fault from the first call of its phase to the last, on the clock of the history.
 *
 * @param phase the part of the names of its entities
 * @param victims the nodes that were struck themselves; empty for the database or all in turn
 * @param struck when the fault began
 * @param mended when it was taken away
 * @param healed when every node answered again; empty when not in time
 * @param fenced commits that the fence refused meanwhile
 * @param begun when its phase began
 * @param ended when the next one could begin
 */
record Episode(
    String fault,
    String phase,
    List<Integer> victims,
    long struck,
    long mended,
    Optional<Long> healed,
    long fenced,
    long begun,
    long ended) {
  Episode {
    victims = List.copyOf(victims);
  }

  /** The phase of an entity {@code service/phase-number}. */
  static String phaseOf(String entity) {
    int slash = entity.indexOf('/');
    int dash = entity.indexOf('-', slash + 1);
    return slash < 0 || dash < 0 ? "" : entity.substring(slash + 1, dash);
  }

  /** Whether a call was made in its phase, or to an entity of it when all was quiet. */
  boolean concerns(Operation operation) {
    boolean ofBank = operation.entity().startsWith(Load.BANK);
    return ofBank
        ? operation.invoked() >= begun && operation.invoked() < ended
        : phaseOf(operation.entity()).equals(phase);
  }

  boolean has(Operation operation) {
    return concerns(operation) && operation.process() != Operation.VERIFIER;
  }
}
