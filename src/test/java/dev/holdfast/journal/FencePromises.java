package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What holds when two writers are on one database. */
interface FencePromises {
  /** Another writer on this test's database; it holds nothing yet. */
  Journal join() throws SQLException;

  static long append(Journal journal, String entity, long sequence) {
    long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
    return Journals.get(journal.append(entity, sequence, Journals.entry(epoch, sequence)));
  }

  /** Entities of the slice. */
  static List<String> entities(Journal journal, int slice, int count) {
    var found = new ArrayList<String>();
    for (int i = 0; found.size() < count; i++) {
      if (journal.slices().of("s/" + i) == slice) {
        found.add("s/" + i);
      }
    }
    return found;
  }

  @Test
  default void afterTheSecondClaimsNothingOfTheFirstLandsAndItsNeighboursDo() throws SQLException {
    try (Journal first = join();
        Journal second = join()) {
      Journals.get(first.claimAll());
      int slice = 7;
      List<String> lost = entities(first, slice, 10);
      List<String> kept = entities(first, slice + 1, 10);
      for (String entity : lost) {
        append(first, entity, 1);
      }
      long stale = first.epoch(slice).orElseThrow();
      long epoch = Journals.get(second.claim(slice));
      assertTrue(epoch > stale);
      assertEquals(stale, first.epoch(slice).orElseThrow(), "the first does not know it yet");
      var refused = new ArrayList<CompletionStage<Long>>();
      var written = new ArrayList<CompletionStage<Long>>();
      for (int i = 0; i < 10; i++) {
        refused.add(first.append(lost.get(i), 2, Journals.entry(stale, 2)));
        long mine = first.epoch(slice + 1).orElseThrow();
        written.add(first.append(kept.get(i), 1, Journals.entry(mine, 1)));
      }
      written.forEach(Journals::get);
      refused.forEach(write -> assertThrows(FencedException.class, () -> Journals.get(write)));
      assertTrue(first.epoch(slice).isEmpty(), "now the first knows");
      assertFalse(Journals.get(first.validate(slice, stale)));
      assertTrue(Journals.get(second.validate(slice, epoch)));
      assertEquals(11, append(second, lost.getFirst(), 2), "offsets go on where the first ended");
      assertEquals(21, Audit.check(second).size());
    }
  }

  @Test
  default void theFirstIsStillFencedWhenOldCommitsWereDeleted() throws SQLException {
    try (Journal first = join();
        Journal second = join()) {
      Journals.get(first.claimAll());
      int slice = first.slices().of("s/a");
      append(first, "s/a", 1);
      append(first, "s/a", 2);
      long stale = first.epoch(slice).orElseThrow();
      long epoch = Journals.get(second.claim(slice));
      Journals.get(second.delete("s/a", epoch, 2));
      for (long sequence = 1; sequence <= 3; sequence++) {
        var write = first.append("s/a", sequence, Journals.entry(stale, sequence));
        assertThrows(FencedException.class, () -> Journals.get(write));
      }
      assertThrows(FencedException.class, () -> Journals.get(first.delete("s/a", stale, 2)));
      var snapshot = new EntitySnapshot(stale, "v1", Json.NULL);
      assertThrows(FencedException.class, () -> Journals.get(first.snapshot("s/a", 2, snapshot)));
      assertEquals(2, second.reads().highestSequence("s/a"));
      assertEquals(3, append(second, "s/a", 3), "neither number is given again");
    }
  }

  @Test
  default void aSliceThatLeftAndCameBackDoesNotBlessOldWrites() throws SQLException {
    try (Journal first = join();
        Journal second = join()) {
      Journals.get(first.claimAll());
      int slice = first.slices().of("s/a");
      long old = first.epoch(slice).orElseThrow();
      Journals.get(second.claim(slice));
      append(second, "s/a", 1);
      Journals.get(first.claim(slice));
      var zombie = first.append("s/a", 2, Journals.entry(old, 99));
      assertThrows(FencedException.class, () -> Journals.get(zombie));
      append(first, "s/a", 2);
      assertEquals(Journals.commit(2), Audit.check(first).getLast().commit());
    }
  }
}
