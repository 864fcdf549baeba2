package dev.holdfast.journal;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.JournalSettings.Secret;
import dev.holdfast.journal.sqlite.SharedFile;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Settings, commits and waiting for the tests of the journal. */
public final class Journals {
  /** Asks nobody by itself, so that a test decides when a node learns what it lost. */
  static final String QUIET = "confirm-interval = 1 h, pause-threshold = 1 h";

  private Journals() {}

  public static JournalSettings defaults() {
    return JournalSettings.read(ConfigFactory.parseResources("settings/journal.conf").resolve());
  }

  public static JournalSettings sqlite(Path folder) {
    return defaults().at("jdbc:sqlite:" + folder.resolve("journal.db"), "", new Secret(""));
  }

  /** The same database with another number of slices. */
  static JournalSettings slices(JournalSettings settings, int slices) {
    return with(settings, "slices = " + slices);
  }

  /** The same database with some settings of the journal in other words. */
  public static JournalSettings with(JournalSettings settings, String keys) {
    var config =
        ConfigFactory.parseString("holdfast.journal {\n" + keys + "\n}")
            .withFallback(ConfigFactory.parseResources("settings/journal.conf"))
            .resolve();
    return JournalSettings.read(config).at(settings.url(), settings.user(), settings.password());
  }

  /** How long the long tests run: {@code -Dholdfast.rounds=N}. */
  static int rounds(int inTheBuild) {
    return Integer.getInteger("holdfast.rounds", inTheBuild);
  }

  static Commit commit(long number) {
    return commit(number, Outbox.EMPTY);
  }

  public static Commit commit(long number, Outbox outbox) {
    return new Commit(
        Optional.empty(),
        "add",
        List.of(new EventData("Added", 1, Json.of("{\"number\":" + number + "}"))),
        Json.of(Long.toString(number)),
        Caller.ANONYMOUS,
        Instant.ofEpochSecond(1_700_000_000L + number),
        "v1",
        outbox,
        Optional.empty());
  }

  public static List<JournalEntry> entry(long epoch, long number) {
    return List.of(new JournalEntry(epoch, commit(number)));
  }

  /** Another journal on the same database; nobody guards a file. */
  public static Journal join(JournalSettings settings) throws SQLException {
    return settings.embedded()
        ? Journal.open(settings, SharedFile.open(settings))
        : Journal.open(settings);
  }

  /** Entities of the slice. */
  public static List<String> entities(Journal journal, int slice, int count) {
    return FencePromises.entities(journal, slice, count);
  }

  /** The result of a stage that must be there soon; its failure as it was thrown. */
  public static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
