package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends is killed in the middle; what it said to be written must be there. {@code
 * -Dholdfast.rounds=N} makes it long.
 */
class JournalKillTest {
  private static final int ENTITIES = 50;
  private static final int ACKNOWLEDGED_A_ROUND = 1500;

  /** The last line may be cut: then its number is too small, or missing. */
  private static final Pattern ACKNOWLEDGED = Pattern.compile("s/[0-9]+ [0-9]+");

  @TempDir Path folder;

  @Test
  void whatAKilledProcessAcknowledgedIsInTheFile() throws Exception {
    kill(Journals.sqlite(folder), Journals.rounds(1));
  }

  @Test
  void whatAKilledProcessAcknowledgedIsInPostgres() throws Exception {
    kill(Postgres.fresh(), Journals.rounds(1));
  }

  private static void kill(JournalSettings settings, int rounds) throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      appendUntilKilled(settings, acknowledged);
      try (Journal journal = Journal.open(settings)) {
        Journals.get(journal.claimAll());
        List<CommitRow> rows = Audit.check(journal);
        acknowledged.forEach(
            (entity, sequence) ->
                assertTrue(
                    journal.reads().highestSequence(entity) >= sequence,
                    entity + " lost " + sequence));
        rows.forEach(row -> assertEquals(Journals.commit(row.sequence()), row.commit()));
      }
    }
  }

  private static void appendUntilKilled(JournalSettings settings, Map<String, Long> acknowledged)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appending.class.getName(),
                settings.url())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int lines = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (ACKNOWLEDGED.matcher(line).matches()) {
          String[] parts = line.split(" ", -1);
          acknowledged.merge(parts[0], Long.parseLong(parts[1]), Math::max);
          if (++lines == ACKNOWLEDGED_A_ROUND) {
            // Through the handle: the process itself would close what is still to be read.
            process.toHandle().destroyForcibly();
          }
        }
      }
      assertTrue(lines >= ACKNOWLEDGED_A_ROUND, "it ended by itself after " + lines);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** The process that is killed: says every commit that it was told is written. */
  static final class Appending {
    public static void main(String[] arguments) throws SQLException {
      JournalSettings settings =
          Journals.defaults().at(arguments[0], "postgres", new JournalSettings.Secret("x"));
      Journal journal = Journal.open(settings);
      Journals.get(journal.claimAll());
      for (int i = 0; i < ENTITIES; i++) {
        String entity = "s/" + i;
        next(journal, entity, Journals.get(journal.recovery().highest(entity, 1)) + 1);
      }
    }

    private static void next(Journal journal, String entity, long sequence) {
      long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
      CompletionStage<Long> written =
          journal.append(entity, sequence, Journals.entry(epoch, sequence));
      written.thenRun(
          () -> {
            System.out.println(entity + " " + sequence);
            next(journal, entity, sequence + 1);
          });
    }
  }
}
