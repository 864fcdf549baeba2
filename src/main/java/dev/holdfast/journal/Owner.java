package dev.holdfast.journal;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.AppendLane.Appended;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.RefusedException;
import dev.holdfast.journal.store.Standing;
import dev.holdfast.journal.store.Store;
import dev.holdfast.journal.watch.Confirmation;
import dev.holdfast.journal.watch.LostSlices;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer as the database knows it: its fence row, its lane, and what it holds. For the writer's
 * thread alone; only the holdings are read by others.
 *
 * <p>Invariant: what is held was never below what was acknowledged. A database that says otherwise
 * is another one than we wrote to – a standby that lagged, a copy restored – and we are new to it.
 */
final class Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Owner.class);

  /**
   * Generations begin at random, far apart: one farther from ours than claims can have raised it
   * belongs to somebody who was given our number again after a restore.
   */
  private static final long FAR = 1_000_000;

  private final Store store;
  private final Holdings holdings;
  private final Counters counters;
  private final Confirmation confirmation;
  private final LostSlices lostSlices;
  private AppendLane lane;

  Owner(
      Store store,
      JournalSettings settings,
      Counters counters,
      Confirmation confirmation,
      LostSlices lostSlices)
      throws SQLException {
    this.store = store;
    this.counters = counters;
    this.confirmation = confirmation;
    this.lostSlices = lostSlices;
    this.holdings = new Holdings(settings.slices(), settings.unsafe());
    this.lane = store.appendLane();
    holdings.become(lane.register());
    learn();
  }

  Holdings holdings() {
    return holdings;
  }

  Appended append(List<Append> batch) throws SQLException {
    long asked = System.nanoTime();
    Appended outcome = lane.append(holdings.writer(), holdings.generation(), batch);
    if (outcome == Appended.LANDED) {
      confirmation.at(asked);
    }
    return outcome;
  }

  /** Takes the slices and learns where they stand; returns their epochs. */
  Map<Integer, Long> claim(Set<Integer> slices) throws SQLException {
    int writer = holdings.writer();
    Map<Integer, Long> epochs = claimAs(writer, slices);
    // Without a fence row the claim was made for nobody; by now we have another.
    return holdings.writer() == writer ? epochs : claimAs(holdings.writer(), slices);
  }

  private Map<Integer, Long> claimAs(int writer, Set<Integer> slices) throws SQLException {
    Map<Integer, Long> epochs = lane.claim(writer, holdings.latestEpochs(slices));
    try {
      learn(lane.standings(slices));
    } catch (RefusedException e) {
      // The claim is made all the same. Only a new start learns where such slices stand.
      throw new SQLException("Slices were claimed, but where they stand was refused", e);
    }
    return epochs;
  }

  /** Learns which slices somebody has taken. */
  void learn() throws SQLException {
    learn(Map.of());
  }

  private void learn(Map<Integer, Standing> gained) throws SQLException {
    long asked = System.nanoTime();
    Ownership now = lane.ownership(holdings.writer());
    if (now.generation() < holdings.generation() || now.generation() == Ownership.GONE) {
      startAnew(now, "its generation is " + now.generation());
    } else {
      takeOver(asked, now, gained);
    }
  }

  private void takeOver(long asked, Ownership now, Map<Integer, Standing> gained) {
    lose(holdings.replace(now, gained));
    confirmation.at(asked);
  }

  private void lose(Set<Integer> slices) {
    counters.lost.add(slices.size());
    lostSlices.report(slices);
  }

  /**
   * On a new connection: after this no earlier statement of ours can land, and we know what did.
   */
  void settle() throws SQLException {
    lane.close();
    lane = store.appendLane();
    lane.renew(holdings.writer());
    Map<Integer, Standing> standings = lane.standings(all());
    long asked = System.nanoTime();
    Ownership now = lane.ownership(holdings.writer());
    Optional<String> other = otherTimeline(now, standings);
    if (other.isPresent()) {
      startAnew(now, other.get());
    } else {
      takeOver(asked, now, standings);
    }
  }

  /** Why this cannot be the database we wrote to; a renewal has just raised our generation. */
  private Optional<String> otherTimeline(Ownership now, Map<Integer, Standing> standings) {
    long raised = now.generation() - holdings.generation();
    if (now.generation() == Ownership.GONE || raised <= 0 || raised > FAR) {
      return Optional.of("its generation is %d".formatted(now.generation()));
    }
    for (int slice : holdings.held()) {
      Standing stands = standings.getOrDefault(slice, new Standing(0, 0));
      if (stands.offset() < holdings.offset(slice)) {
        return Optional.of(
            "slice %d ends at offset %d, but %d was acknowledged"
                .formatted(slice, stands.offset(), holdings.offset(slice)));
      }
      long epoch = holdings.epoch(slice).orElse(0);
      if (stands.epoch() < epoch) {
        return Optional.of(
            "slice %d is at epoch %d, but was claimed at %d"
                .formatted(slice, stands.epoch(), epoch));
      }
    }
    return Optional.empty();
  }

  /** As a writer that this database has never seen, which holds nothing. */
  private void startAnew(Ownership found, String why) throws SQLException {
    int former = holdings.writer();
    long generation = holdings.generation();
    if (found.generation() == Ownership.GONE) {
      LOG.warn("The fence row of writer {} is gone: it begins anew and holds nothing", former);
    } else {
      LOG.error(
          "THE DATABASE WENT BACK: writer {} knew generation {}, but {}. Acknowledged commits may"
              + " be lost, as after a failover to a standby that lagged or a restore."
              + " This node begins anew and holds nothing",
          former,
          generation,
          why);
      if (Math.abs(found.generation() - generation) <= FAR) {
        lane.unregister(former);
      }
    }
    lose(holdings.become(lane.register()));
    learn();
  }

  /** Whether a slice has moved past the offset we would have given, as only a bug or a hand can. */
  boolean hasMoved(int slice) throws SQLException {
    long base = lane.standings(List.of(slice)).getOrDefault(slice, new Standing(0, 0)).offset();
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

  private Collection<Integer> all() {
    return IntStream.range(0, holdings.slices()).boxed().toList();
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
