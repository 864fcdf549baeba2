package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Node;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import dev.holdfast.samples.Program.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions that fold alike and decide otherwise, as operators find them: on a real node. */
@Timeout(240)
class RecordedCommandsTest {
  private static final String RECORDING = "holdfast.services.record-commands = true\n";
  private static final String TALLY =
      """
      import dev.holdfast.sdk.*;
      @Service("tally") @Allow("anyone")
      public record Tally(@Query int value) implements Entity<Tally, Tally.Event> {
        public enum No implements Rejection { TOO_MUCH }
        public sealed interface Event {}
        public record Counted(int amount, String at) implements Event {}
        public Tally() { this(0); }
        Effect<Integer> count(int amount, Context context) {
          if (amount > 1000) return reject(No.TOO_MUCH, "That is too much.");
          return persist(new Counted(amount, context.now().toString())).reply(Tally::value);
        }
        @Query String edition() { return "one"; }
        @Override public Tally apply(Event event) {
          return switch (event) { case Counted(int amount, _) -> new Tally(value + amount); };
        }
      }
      """;
  private static final String BOOKING =
      """
      import { clear, command, int, save, text, time, value } from 'holdfast'
      const expire = id => command('booking', id, 'expire')
      export default value('booking', {
        allow: 'anyone',
        state: { guest: text, since: text },
        commands: {
          hold: {
            takes: text,
            handle: (_, guest, { id, now }) =>
              save({ guest, since: now }).schedule('expire', '50ms', expire(id)),
          },
          expire: () => clear(),
        },
        queries: { guest: booking => booking.guest, edition: () => 'one' },
      })
      """;

  @TempDir private Path work = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningNode node;

  @BeforeEach
  void open() throws Exception {
    start(RECORDING);
  }

  private void start(String settings) throws Exception {
    Path file = work.resolve("settings.conf");
    Files.writeString(file, settings);
    node = Node.start(NodeOptions.embedded(Optional.of(file), work.resolve("data"), 0, List.of()));
  }

  @AfterEach
  void close() throws Exception {
    node.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Ran run(String... args) {
    return Program.run(with(args, "--url", node.url().toString()));
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private Ran deploy(String name, String code, String... more) throws Exception {
    Path folder = Files.createDirectories(work.resolve(name));
    Files.writeString(folder.resolve(name.equals("tally") ? "Tally.java" : "index.mjs"), code);
    return run(with(new String[] {"deploy", folder.toString()}, more));
  }

  private String call(String instance, String handler, String... argument) {
    Ran ran = run(with(new String[] {"call", instance, handler}, argument));
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.out().strip();
  }

  private static void assertTells(Ran ran, int exit, String... all) {
    assertEquals(exit, ran.exitCode(), ran.err());
    for (String text : all) {
      assertTrue(ran.err().contains(text), () -> text + "\nis missing in:\n" + ran.err());
    }
  }

  private static String atMostTwo() {
    return TALLY.replace("amount > 1000", "amount > 2");
  }

  @Test
  void aVersionThatDecidesOtherwiseIsRefusedWhereThatIsAskedFor() throws Exception {
    assertTells(deploy("tally", TALLY), 0, "runs for all");
    assertEquals("1", call("tally/a", "count", "1"));
    assertEquals("4", call("tally/a", "count", "3"));
    assertEquals("2", call("tally/b", "count", "2"));

    String alike = TALLY.replace("\"one\"", "\"alike\"");
    assertTells(
        deploy("tally", alike, "--decide"),
        0,
        "; 3 recorded commands decided again, 0 could not be");
    assertEquals("\"alike\"", call("tally/a", "edition"));

    String doubling = TALLY.replace("new Counted(amount,", "new Counted(2 * amount,");
    assertTells(
        deploy("tally", doubling, "--decide"),
        3,
        "decides otherwise: 3",
        "tally/a: count in commit 2 persisted [Counted {\"amount\":3,",
        "now persists [Counted {\"amount\":6,",
        "; replied 4, now replies 7");

    Ran less = deploy("tally", atMostTwo(), "--decide");
    assertTells(less, 3, "decides otherwise: 1", "tally/a: count in commit 2 persisted [Counted");
    assertTells(less, 3, "now is rejected: too-much");
    assertEquals("5", call("tally/a", "count", "1"), "nothing was done by deciding");

    Ran unasked = deploy("tally", atMostTwo());
    assertEquals(0, unasked.exitCode(), unasked.err());
    assertFalse(unasked.err().contains("decided again"), unasked.err());
    String later = atMostTwo().replace("\"one\"", "\"later\"");
    assertTells(deploy("tally", later, "--decide"), 0, "; 4 recorded commands decided again");

    Ran forced = deploy("tally", doubling, "--decide", "--force");
    assertEquals(0, forced.exitCode(), forced.err());
    Ran byHand = run("replay", "tally", "1", "--decide", "--sample", "1");
    assertEquals(0, byHand.exitCode(), "it decides as the journal says: " + byHand.out());
    assertTrue(byHand.out().contains("recorded commands decided again"), byHand.out());
    assertEquals(3, run("replay", "tally", "4", "--decide").exitCode());
  }

  @Test
  void aFunctionElsewhereIsToldTheTimeOfThenAndItsTimersAreCompared() throws Exception {
    assertTells(deploy("booking", BOOKING), 0, "runs for all");
    call("booking/r", "hold", "\"ada\"");
    while (!call("booking/r", "guest").equals("\"\"")) {
      Thread.onSpinWait();
    }
    assertTells(
        deploy("booking", BOOKING.replace("'one'", "'two'"), "--decide"),
        0,
        "; 2 recorded commands decided again, 0 could not be");
    assertTells(
        deploy("booking", BOOKING.replace("50ms", "60ms"), "--decide"),
        3,
        "decides otherwise: 1",
        "booking/r: hold in commit 1 changed timers [expire at ");
  }

  @Test
  void whereNothingIsRecordedThatIsSaid() throws Exception {
    close();
    start("");
    assertTells(deploy("tally", TALLY), 0, "runs for all");
    assertEquals("3", call("tally/a", "count", "3"));
    assertTells(deploy("tally", atMostTwo(), "--decide"), 0, "no command of them is recorded");
  }

  @Test
  void aHandlerThatDoesNotEndDoesNotKeepWhoeverAsked() throws Exception {
    close();
    start(RECORDING + "holdfast.deployments.rollout.replay = 2s\n");
    assertTells(deploy("tally", TALLY), 0, "runs for all");
    assertEquals("3", call("tally/a", "count", "3"));
    String endless =
        "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();\nif (amo";
    assertTells(
        deploy("tally", TALLY.replace("if (amo", endless), "--decide"),
        3,
        "The replay did not end within 2 s");
    assertEquals("4", call("tally/a", "count", "1"), "what ran before runs");
  }
}
