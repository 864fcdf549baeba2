package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a whole journal, slice by slice, and checks what must hold of it. */
final class Audit {
  private Audit() {}

  static List<CommitRow> rows(Journal journal) {
    var rows = new ArrayList<CommitRow>();
    for (int slice = 0; slice < journal.slices().count(); slice++) {
      long after = 0;
      for (List<CommitRow> page = journal.reads().slice(slice, after, 500);
          !page.isEmpty();
          page = journal.reads().slice(slice, after, 500)) {
        rows.addAll(page);
        after = page.getLast().offset();
      }
    }
    return rows;
  }

  /** Everything, of a journal of which nothing was deleted. */
  static List<CommitRow> check(Journal journal) {
    List<CommitRow> rows = rows(journal);
    Map<Integer, Long> offsets = new HashMap<>();
    rows.forEach(
        row ->
            assertEquals(
                offsets.merge(row.slice(), 1L, Long::sum), row.offset(), "gapless: " + row));
    checkOrder(rows);
    return rows;
  }

  /** What holds after deletes, too. */
  static void checkOrder(List<CommitRow> rows) {
    Map<String, CommitRow> lastOfEntity = new HashMap<>();
    Map<Integer, CommitRow> lastOfSlice = new HashMap<>();
    for (CommitRow row : rows) {
      CommitRow before = lastOfEntity.put(row.entity(), row);
      if (before != null) {
        assertEquals(before.sequence() + 1, row.sequence(), "contiguous: " + row);
      }
      CommitRow neighbour = lastOfSlice.put(row.slice(), row);
      if (neighbour != null) {
        assertTrue(row.offset() > neighbour.offset(), "in order: " + row);
        assertTrue(row.epoch() >= neighbour.epoch(), "epochs never decrease: " + row);
      }
    }
  }
}
