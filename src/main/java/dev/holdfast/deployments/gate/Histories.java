package dev.holdfast.deployments.gate;

import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.EventData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Whole journals of instances, many with each question to the database.
 *
 * <p>Invariant: a journal that does not fit into one answer is read on its own, page by page.
 */
final class Histories implements Iterator<List<Histories.History>> {
  private static final int TOGETHER = 50;
  private static final int MOST_ROWS = 5_000;

  private final CommitReads reads;
  private final List<String> keys;
  private int next;

  Histories(CommitReads reads, List<String> keys) {
    this.reads = reads;
    this.keys = keys;
  }

  /**
   * The journal of one instance.
   *
   * @param rows all of its commits, in order
   */
  record History(String key, List<CommitRow> rows) {
    void add(CommitRow row) {
      rows.add(row);
    }

    /** Those of all commits, one after the other. */
    List<EventData> events() {
      List<EventData> events = new ArrayList<>();
      rows.forEach(row -> events.addAll(row.commit().events()));
      return events;
    }

    /** The sequence number of the commit that an event is in. */
    long commitOf(int event) {
      int before = 0;
      for (CommitRow row : rows) {
        before += row.commit().events().size();
        if (event < before) {
          return row.sequence();
        }
      }
      throw new IndexOutOfBoundsException(event);
    }
  }

  @Override
  public boolean hasNext() {
    return next < keys.size();
  }

  @Override
  public List<History> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int end = Math.min(keys.size(), next + TOGETHER);
    List<String> asked = keys.subList(next, end);
    next = end;
    List<CommitRow> rows = reads.histories(asked, MOST_ROWS);
    Map<String, History> found = new LinkedHashMap<>();
    for (CommitRow row : rows) {
      found.computeIfAbsent(row.entity(), Histories::empty).add(row);
    }
    if (rows.size() == MOST_ROWS) {
      // The last one may be cut, and those after it are missing.
      found.remove(rows.getLast().entity());
      for (String key : asked) {
        found.computeIfAbsent(key, this::alone);
      }
    }
    return List.copyOf(found.values());
  }

  private static History empty(String key) {
    return new History(key, new ArrayList<>());
  }

  private History alone(String key) {
    History history = empty(key);
    long after = 0;
    while (true) {
      List<CommitRow> rows = reads.commits(key, after + 1, Long.MAX_VALUE, MOST_ROWS);
      rows.forEach(history::add);
      if (rows.size() < MOST_ROWS) {
        return history;
      }
      after = rows.getLast().sequence();
    }
  }
}
