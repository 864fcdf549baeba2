package dev.holdfast.journal;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.AppendLane.Appended;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer as the database knows it: its fence row, its lane, and what it holds. For the writer's
 * thread alone; only the holdings are read by others.
 */
final class Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  private final Store store;
  private final Holdings holdings;
  private AppendLane lane;

  Owner(Store store, int slices) throws SQLException {
    this.store = store;
    this.holdings = new Holdings(slices);
    this.lane = store.appendLane();
    holdings.become(lane.register());
  }

  Holdings holdings() {
    return holdings;
  }

  Appended append(List<Append> batch) throws SQLException {
    return lane.append(holdings.writer(), holdings.generation(), batch);
  }

  /** Takes the slices and learns where they stand; returns their epochs. */
  Map<Integer, Long> claim(Set<Integer> slices) throws SQLException {
    Map<Integer, Long> epochs = lane.claim(holdings.writer(), slices);
    learn(lane.bases(slices));
    return epochs;
  }

  /** Learns which slices somebody has taken. */
  void learn() throws SQLException {
    learn(Map.of());
  }

  private void learn(Map<Integer, Long> bases) throws SQLException {
    Ownership now = lane.ownership(holdings.writer());
    if (now.generation() == Ownership.GONE) {
      // Somebody restored or cleaned the database: we are new to it, and hold nothing.
      holdings.become(lane.register());
      now = lane.ownership(holdings.writer());
    }
    holdings.replace(now, bases);
  }

  /**
   * On a new connection: after this no earlier statement of ours can land, and we know what did.
   */
  void settle() throws SQLException {
    lane.close();
    lane = store.appendLane();
    lane.renew(holdings.writer());
    learn(lane.bases(IntStream.range(0, holdings.slices()).boxed().toList()));
  }

  /** Whether a slice has moved past the offset we would have given, as only a bug or a hand can. */
  boolean hasMoved(int slice) throws SQLException {
    long base = lane.bases(List.of(slice)).getOrDefault(slice, 0L);
    if (base <= holdings.offset(slice)) {
      return false;
    }
    LOG.error(
        "Slice {} stands at offset {}, not at {}: rows were written past its owner",
        slice,
        base,
        holdings.offset(slice));
    holdings.base(slice, base);
    return true;
  }

  /** Gives the fence row up: nothing can be appended under it any more. */
  void leave() {
    try {
      lane.unregister(holdings.writer());
    } catch (SQLException | RuntimeException e) {
      LOG.info("The fence row stays: {}", e.getMessage());
    }
  }

  void disconnect() {
    lane.close();
  }
}
