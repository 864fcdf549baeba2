package dev.holdfast.cli.faults.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A good journal has no breach; each kind of damage is seen. */
class JournalAuditTest {
  private static final Path SCHEMA =
      Path.of("src", "main", "resources", "db", "sqlite", "V1__journal.sql");

  @TempDir private Path directory = Path.of("");

  @Test
  void aGoodJournalHasNoBreach() throws Exception {
    JournalAudit audit = JournalAudit.of(journal());
    assertEquals(List.of(), audit.breaches());
    assertEquals(5, audit.commits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a gap in the sequences      | DELETE FROM journal WHERE entity = 'a' AND sequence = 2
          a gap in the sequences      | DELETE FROM journal WHERE entity = 'a' AND sequence = 1
          a gap in the offsets        | UPDATE journal SET slice_offset = 9 WHERE sequence = 3
          given twice                 | UPDATE journal SET slice_offset = 1 WHERE entity = 'b'
          decreases along an entity   | UPDATE journal SET epoch = 1 WHERE sequence = 3
          decreases along a slice     | UPDATE journal SET epoch = 3 WHERE sequence = 2
          out of the order            | UPDATE journal SET slice_offset = 5 - sequence
          that nobody has claimed     | UPDATE journal SET epoch = 7 WHERE sequence = 3
          that nobody has claimed     | DELETE FROM slice_owner WHERE slice = 1
          """)
  void damageIsSeen(String breach, String damage) throws Exception {
    String url = journal();
    execute(url, damage);
    List<String> breaches = JournalAudit.of(url).breaches();
    assertTrue(breaches.stream().anyMatch(found -> found.contains(breach)), breaches::toString);
  }

  @Test
  void whatWasDeletedInOrderIsNoGap() throws Exception {
    String url = journal();
    execute(url, "DELETE FROM journal WHERE entity = 'a' AND sequence = 1");
    execute(url, "INSERT INTO entity_floor VALUES ('a', 1)");
    execute(url, "UPDATE slice_owner SET floor = 1 WHERE slice = 1");
    assertEquals(List.of(), JournalAudit.of(url).breaches());
  }

  /** Two entities in slice 1, one in slice 2; the slice was claimed again between two commits. */
  private String journal() throws IOException, SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("journal.db");
    execute(url, Files.readString(SCHEMA));
    execute(url, "INSERT INTO slice_owner (slice, owner, epoch) VALUES (1, 1, 3), (2, 1, 1)");
    execute(
        url,
        """
        INSERT INTO journal (entity, sequence, slice, slice_offset, epoch, time, payload) VALUES
          ('a', 1, 1, 1, 2, 0, x''), ('a', 2, 1, 2, 2, 0, x''), ('b', 1, 1, 3, 2, 0, x''),
          ('a', 3, 1, 4, 3, 0, x''), ('c', 1, 2, 1, 1, 0, x'')
        """);
    return url;
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
