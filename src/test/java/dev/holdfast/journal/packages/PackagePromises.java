package dev.holdfast.journal.packages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.Journal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the table of packages keeps, on every database. */
interface PackagePromises {
  Instant NOON = Instant.ofEpochSecond(1_700_000_000L, 123);
  Instant LATER = NOON.plusSeconds(60);
  String ONE = "1".repeat(64);
  String TWO = "2".repeat(64);

  /** Another journal on this test's database. */
  Journal join() throws SQLException;

  private static StoredPackage described(String digest, byte[] content, Instant since) {
    return new StoredPackage(digest, content.length, since, "ann", "");
  }

  /** Several parts, and one that is not full. */
  private static byte[] noise(long seed) {
    byte[] content = new byte[1_300_000];
    new Random(seed).nextBytes(content);
    return content;
  }

  @Test
  default void whatWasPutIsReadByEveryNode() throws SQLException {
    byte[] content = noise(1);
    try (Journal first = join();
        Journal second = join()) {
      assertTrue(first.packages().put(described(ONE, content, NOON), content));
      assertArrayEquals(content, second.packages().content(ONE).orElseThrow());
      assertEquals(Optional.of(described(ONE, content, NOON)), second.packages().find(ONE));
      assertEquals(Optional.empty(), second.packages().find(TWO));
      assertEquals(Optional.empty(), second.packages().content(TWO));
    }
  }

  @Test
  default void theSameAgainMovesTheTimeAndTakesASignature() throws SQLException {
    byte[] content = noise(1);
    try (Journal journal = join()) {
      StoredPackages packages = journal.packages();
      assertTrue(packages.put(described(ONE, content, NOON), content));
      var signed = new StoredPackage(ONE, content.length, LATER, "bob", "signature");
      assertFalse(packages.put(signed, noise(2)));
      assertEquals(
          List.of(new StoredPackage(ONE, content.length, LATER, "ann", "signature")),
          packages.list());
      assertFalse(packages.put(described(ONE, content, LATER), content));
      assertEquals("signature", packages.find(ONE).orElseThrow().signature());
      assertArrayEquals(content, packages.content(ONE).orElseThrow());
    }
  }

  @Test
  default void onlyWhatIsOldAndUnusedIsDeleted() throws SQLException {
    byte[] content = noise(1);
    try (Journal journal = join()) {
      StoredPackages packages = journal.packages();
      String three = "3".repeat(64);
      packages.put(described(ONE, content, NOON), content);
      packages.put(described(TWO, content, NOON), content);
      packages.put(described(three, content, LATER), content);
      assertEquals(0, packages.deleteUnused(List.of(), NOON));
      assertEquals(1, packages.deleteUnused(List.of(TWO), LATER));
      assertEquals(
          List.of(TWO, three), packages.list().stream().map(StoredPackage::digest).toList());
      assertEquals(Optional.empty(), packages.content(ONE));
      assertTrue(packages.put(described(ONE, content, LATER), content), "it can come again");
      assertArrayEquals(content, packages.content(ONE).orElseThrow());
    }
  }

  @Test
  default void manyWhoPutTheSameFilesPackedDifferentlyEndWithOneWholePackage() throws Exception {
    try (Journal first = join();
        Journal second = join();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        List<byte[]> contents = new ArrayList<>();
        List<CompletableFuture<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          byte[] content = noise(10L * round + i);
          contents.add(content);
          Journal journal = i % 2 == 0 ? first : second;
          puts.add(
              CompletableFuture.supplyAsync(
                  () -> journal.packages().put(described(ONE, content, NOON), content), threads));
        }
        int fresh = 0;
        for (var put : puts) {
          fresh += put.join() ? 1 : 0;
        }
        assertEquals(1, fresh, "who was first");
        byte[] kept = second.packages().content(ONE).orElseThrow();
        assertEquals(1, contents.stream().filter(one -> Arrays.equals(one, kept)).count());
        assertEquals(1, first.packages().deleteUnused(List.of(), LATER));
      }
    }
  }

  /** Runs a statement on the database, beside every rule. */
  void damage(String sql) throws SQLException;

  @Test
  default void aPackageThatWasPutPartlyIsNotThereAndIsCompleted() throws SQLException {
    byte[] content = noise(1);
    try (Journal journal = join()) {
      StoredPackages packages = journal.packages();
      packages.put(described(ONE, content, NOON), content);
      damage("UPDATE package SET complete = (1 = 0)");
      damage("DELETE FROM package_part WHERE number > 0");
      assertEquals(List.of(), packages.list());
      assertEquals(Optional.empty(), packages.find(ONE));
      assertEquals(Optional.empty(), packages.content(ONE));
      assertTrue(packages.put(described(ONE, content, LATER), content));
      assertArrayEquals(content, packages.content(ONE).orElseThrow());
    }
  }

  @Test
  default void aPackageThatIsDamagedIsNotReadAsIfItWereWhole() throws SQLException {
    byte[] content = noise(1);
    try (Journal journal = join()) {
      StoredPackages packages = journal.packages();
      packages.put(described(ONE, content, NOON), content);
      damage("DELETE FROM package_part WHERE number = 1");
      var damaged = assertThrows(IllegalStateException.class, () -> packages.content(ONE));
      assertTrue(String.valueOf(damaged.getMessage()).contains("is damaged in the database"));
    }
  }
}
