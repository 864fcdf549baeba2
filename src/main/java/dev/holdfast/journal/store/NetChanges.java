package dev.holdfast.journal.store;

import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.journal.store.SideLane.Keeping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What many changes of the delivery book amount to when each row is touched once.
 *
 * <p>Invariant: no row is in it twice, be it written or taken away, and rows come in the order of
 * their keys: one statement takes all of a kind, and two transactions lock in one order.
 */
public final class NetChanges {
  private final List<InSlice<Change.Reached>> reached = new ArrayList<>();
  private final List<InSlice<Change.PutAside>> putAside = new ArrayList<>();
  private final List<InSlice<Change.TakenUp>> takenUp = new ArrayList<>();
  private final List<InSlice<Change.TimerSet>> timersSet = new ArrayList<>();
  private final List<InSlice<Change.TimerGone>> timersGone = new ArrayList<>();
  private final List<InSlice<Change.Parked>> parked = new ArrayList<>();
  private final List<InSlice<Change.Released>> released = new ArrayList<>();

  /** A change and the slice whose book it changes. */
  public record InSlice<C extends Change>(int slice, C change) {}

  private enum Table {
    POSITIONS,
    ASIDES,
    TIMERS,
    PARKED
  }

  private record Row(Table table, int slice, String first, String second) {
    static final Comparator<Row> ORDER =
        Comparator.comparing(Row::table)
            .thenComparingInt(Row::slice)
            .thenComparing(Row::first)
            .thenComparing(Row::second);
  }

  private NetChanges() {}

  /** Of what is under the epoch that is given for its slice. */
  public static NetChanges of(List<Keeping> keepings, Map<Integer, Long> epochs) {
    Map<Row, Change> last = new TreeMap<>(Row.ORDER);
    for (Keeping keeping : keepings) {
      if (epochs.getOrDefault(keeping.slice(), 0L) == keeping.epoch()) {
        for (Change change : keeping.changes().changes()) {
          last.merge(row(keeping.slice(), change), change, NetChanges::later);
        }
      }
    }
    var net = new NetChanges();
    last.forEach((row, change) -> net.add(row.slice(), change));
    return net;
  }

  private static Row row(int slice, Change change) {
    return switch (change) {
      case Change.Reached(var lane, _) -> new Row(Table.POSITIONS, slice, lane, "");
      case Change.PutAside(var aside) ->
          new Row(Table.ASIDES, slice, aside.lane(), aside.receiver());
      case Change.TakenUp(var lane, var receiver) -> new Row(Table.ASIDES, slice, lane, receiver);
      case Change.TimerSet(var timer) -> new Row(Table.TIMERS, slice, timer.entity(), timer.name());
      case Change.TimerGone(var entity, var name, _) -> new Row(Table.TIMERS, slice, entity, name);
      case Change.Parked(var parked) ->
          new Row(Table.PARKED, slice, parked.entity(), Long.toString(parked.number()));
      case Change.Released(var key) ->
          new Row(Table.PARKED, slice, key.entity(), Long.toString(key.number()));
    };
  }

  /** The second of two changes of a row, unless it is of an earlier commit than the first. */
  private static Change later(Change first, Change second) {
    return sequence(second) < sequence(first) ? first : second;
  }

  private static long sequence(Change change) {
    return switch (change) {
      case Change.TimerSet(var timer) -> timer.sequence();
      case Change.TimerGone(_, _, var sequence) -> sequence;
      case Change.Reached _, Change.PutAside _, Change.TakenUp _ -> 0;
      case Change.Parked _, Change.Released _ -> 0;
    };
  }

  private void add(int slice, Change change) {
    switch (change) {
      case Change.Reached one -> reached.add(new InSlice<>(slice, one));
      case Change.PutAside one -> putAside.add(new InSlice<>(slice, one));
      case Change.TakenUp one -> takenUp.add(new InSlice<>(slice, one));
      case Change.TimerSet one -> timersSet.add(new InSlice<>(slice, one));
      case Change.TimerGone one -> timersGone.add(new InSlice<>(slice, one));
      case Change.Parked one -> parked.add(new InSlice<>(slice, one));
      case Change.Released one -> released.add(new InSlice<>(slice, one));
    }
  }

  public List<InSlice<Change.Reached>> reached() {
    return reached;
  }

  public List<InSlice<Change.PutAside>> putAside() {
    return putAside;
  }

  public List<InSlice<Change.TakenUp>> takenUp() {
    return takenUp;
  }

  public List<InSlice<Change.TimerSet>> timersSet() {
    return timersSet;
  }

  public List<InSlice<Change.TimerGone>> timersGone() {
    return timersGone;
  }

  public List<InSlice<Change.Parked>> parked() {
    return parked;
  }

  public List<InSlice<Change.Released>> released() {
    return released;
  }
}
