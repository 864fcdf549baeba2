package dev.holdfast.services.hosting;

import static dev.holdfast.services.hosting.TestNode.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalEntry;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node answers whose slice was taken, and has gone on, before it has heard of that. */
@Timeout(120)
class FormerOwnerTest {
  private static final String HEARS_LATE = "holdfast.journal.confirm-interval = 1 h\n";

  @TempDir Path data;
  private final EmbeddedPostgres postgres;
  private final String journal;
  private TestNode node;

  FormerOwnerTest() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
    journal = "holdfast.journal.url=\"%s\"".formatted(postgres.getJdbcUrl("postgres", "postgres"));
  }

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(data, HEARS_LATE + journal, new CounterRuntime("counter", "v1"));
    node.add("c1", "1", "");
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    postgres.close();
  }

  /** Another node counts to three, and is gone. */
  private void anotherAddsTwo() throws Exception {
    try (Journal other = Journal.open(JournalSettings.read(config()))) {
      String entity = "counter/c1";
      int slice = other.slices().of(entity);
      long epoch = other.claim(slice).toCompletableFuture().join();
      var commit =
          new Commit(
              Optional.empty(),
              "add",
              List.of(new EventData("Added", 1, Json.of("2"))),
              Json.of("3"),
              Caller.ANONYMOUS,
              Instant.now(),
              "v1",
              Outbox.EMPTY,
              Optional.empty());
      other
          .append(entity, 2, List.of(new JournalEntry(epoch, commit)))
          .toCompletableFuture()
          .join();
    }
  }

  private Config config() {
    return ConfigFactory.parseString(journal)
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  @Test
  void aCommandThatWritesNothingSeesWhatTheNewOwnerWrote() throws Exception {
    anotherAddsTwo();
    var replied = assertInstanceOf(Outcome.Replied.class, node.command("c1", "look", "0"));
    assertEquals("3", replied.reply().toString());
    assertEquals(2, replied.sequence());
  }

  @Test
  void aConditionIsNotRefusedBecauseOfAStaleState() throws Exception {
    anotherAddsTwo();
    var plain = call("c1", "add", "1", "");
    var conditional =
        new Call(
            plain.target(),
            plain.handler(),
            plain.argument(),
            plain.caller(),
            Optional.empty(),
            OptionalLong.of(2),
            false,
            plain.deadline(),
            List.of(),
            Origin.Asked.ASKED);
    var replied = assertInstanceOf(Outcome.Replied.class, TestNode.get(node.send(conditional)));
    assertEquals("4", replied.reply().toString());
  }

  @Test
  void whatIsStillOursIsAnsweredAsItIs() {
    var replied = assertInstanceOf(Outcome.Replied.class, node.command("c1", "look", "0"));
    assertEquals("1", replied.reply().toString());
    var refused = assertInstanceOf(Outcome.Refused.class, node.command("c1", "add", "-1"));
    assertEquals("counter/negative", refused.problem().code());
  }
}
