package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Node;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import dev.holdfast.samples.Program.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a deployed service as operators see them: the commands, on a real node. */
@Timeout(240)
class DeployTest {
  private static final String TALLY =
      """
      import dev.holdfast.sdk.*;
      @Service("tally") @Allow("anyone")
      public record Tally(@Query int value) implements Entity<Tally, Tally.Event> {
        public sealed interface Event {}
        public record Counted(int amount) implements Event {}
        public Tally() { this(0); }
        Effect<Integer> count(int amount) {
          return persist(new Counted(amount)).reply(Tally::value);
        }
        @Query String edition() { return "one"; }
        @Override public Tally apply(Event event) {
          return switch (event) { case Counted(int amount) -> new Tally(value + amount); };
        }
      }
      """;
  private static final int INSTANCES = 40;

  @TempDir private Path work = Path.of("");

  @SuppressWarnings("NullAway.Init")
  private RunningNode node;

  @BeforeEach
  void open() {
    node = start();
  }

  private RunningNode start() {
    return Node.start(NodeOptions.embedded(data(), 0, List.of()));
  }

  private Path data() {
    return work.resolve("data");
  }

  @AfterEach
  void close() throws Exception {
    node.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Ran run(String... args) {
    return Program.run(with(new String[] {"--url", node.url().toString()}, args));
  }

  /** These arguments, after those. */
  private static String[] with(String[] more, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private Ran deploy(String code, String... more) throws Exception {
    Path folder = Files.createDirectories(work.resolve("tally"));
    Files.writeString(folder.resolve("Tally.java"), code);
    return run(with(more, "deploy", folder.toString()));
  }

  private static String edition(String code, String name) {
    return code.replace("\"one\"", "\"" + name + "\"");
  }

  private String call(String instance, String handler, String... argument) {
    Ran ran = run(with(argument, "call", "tally/" + instance, handler));
    assertEquals(0, ran.exitCode(), ran.err());
    return ran.out().strip();
  }

  /** How many instances run an edition. */
  private long running(String edition) {
    long running = 0;
    for (int i = 0; i < INSTANCES; i++) {
      if (call("t" + i, "edition").equals("\"" + edition + "\"")) {
        running++;
      }
    }
    return running;
  }

  private JsonNode page() throws Exception {
    return new ObjectMapper().readTree(run("deployments", "tally", "--json").out());
  }

  @Test
  void versionsComeAreTriedAndGoAndTheJournalsStay() throws Exception {
    Ran first = deploy(TALLY);
    assertEquals(0, first.exitCode(), first.err());
    assertEquals(node.url() + "/v1/services/tally\n", first.out().replaceAll("//v1", "/v1"));
    for (int i = 0; i < INSTANCES; i++) {
      assertEquals("2", call("t" + i, "count", "2"));
    }

    Ran tried = deploy(edition(TALLY, "two"), "--canary", "25%");
    assertEquals(0, tried.exitCode(), tried.err());
    assertTrue(
        tried.err().contains("passed the replay of 40 events of 40 (all) instances"), tried.err());
    long few = running("two");
    assertTrue(few > 2 && few < 25, few + " of " + INSTANCES + " try 25 %");
    assertEquals(0, run("promote", "tally", "2", "--canary", "60%").exitCode());
    assertTrue(running("two") > few);
    assertEquals(0, run("promote", "tally", "2").exitCode());
    assertEquals(INSTANCES, running("two"));
    assertEquals("5", call("t1", "count", "3"), "the state is there");

    assertEquals(0, run("rollback", "tally").exitCode());
    assertEquals(INSTANCES, running("one"));
    assertEquals("6", call("t1", "count", "1"));

    close();
    node = start();
    assertEquals(INSTANCES, running("one"), "a node that starts runs what is deployed");
    assertEquals("6", call("t1", "value"));
    JsonNode page = page();
    assertEquals(1, page.path("stable").asInt());
    assertEquals(2, page.path("versions").size());
    assertEquals(100, page.path("versions").path(0).path("percent").asInt());
    assertEquals("loaded", page.path("nodes").path(0).path("versions").path("1").asText());
    assertTrue(page.path("log").toString().contains("back from version 2 to 1: by hand"));
  }

  @Test
  void theGateRefusesWhatJournalsDoNotGoWith() throws Exception {
    assertEquals(0, deploy(TALLY).exitCode());
    assertEquals("3", call("a", "count", "3"));
    assertEquals("4", call("b", "count", "4"));

    Ran removed = deploy(TALLY.replace("Counted", "Tallied"));
    assertEquals(3, removed.exitCode(), removed.err());
    assertTrue(
        removed.err().contains("event type Counted is in 2 journals but not in this version"),
        removed.err());

    Ran renamed = deploy(TALLY.replace("int amount", "int number").replace("amount", "number"));
    assertEquals(3, renamed.exitCode(), renamed.err());
    assertTrue(
        renamed.err().contains("tally/a: Counted version 1 in commit 1 cannot"), renamed.err());

    Ran meaning = deploy(TALLY.replace("value + amount", "value + 2 * amount"));
    assertEquals(3, meaning.exitCode(), meaning.err());
    assertTrue(meaning.err().contains("tally/a: /value was 3, is 6"), meaning.err());
    assertEquals("3", call("a", "value"), "what ran before runs");
    assertEquals(1, page().path("versions").size());
    assertTrue(page().path("log").toString().contains("the replay gate refused"));

    Ran forced = deploy(TALLY.replace("value + amount", "value + 2 * amount"), "--force");
    assertEquals(0, forced.exitCode(), forced.err());
    assertEquals("6", call("a", "value"));
    assertTrue(page().path("versions").path(1).path("forced").asBoolean());

    Ran by = run("replay", "tally", "1");
    assertEquals(3, by.exitCode(), "the other way round it is a change, too");
    assertTrue(by.out().contains("/value was 6, is 3"), by.out());
  }

  @Test
  void aFunctionRunsAsAUserOfItsOwnWhereTheNodeIsRoot() throws Exception {
    Path folder = Files.createDirectories(work.resolve("whoami"));
    Files.writeString(
        folder.resolve("index.mjs"),
        """
        import { stateless } from 'holdfast'
        export default stateless('whoami', {
          allow: 'anyone',
          queries: { user: () => process.getuid() },
        })
        """);
    Ran deployed = run("deploy", folder.toString());
    assertEquals(0, deployed.exitCode(), deployed.err());
    Ran asked = run("call", "whoami/x", "user");
    assertEquals(0, asked.exitCode(), asked.err());
    long ours = ((Number) Files.getAttribute(work, "unix:uid")).longValue();
    long its = Long.parseLong(asked.out().strip());
    assertEquals(ours == 0, its != ours, asked.out());
  }

  @Test
  void whatCannotBeLoadedOrClashesIsToldAndChangesNothing() throws Exception {
    assertEquals(0, deploy(TALLY).exitCode());
    Ran broken = deploy(TALLY.replace("value + amount", "value + "));
    assertEquals(3, broken.exitCode());
    assertTrue(broken.err().contains("Tally.java"), broken.err());
    Ran clash = deploy(TALLY, "--name", "other");
    assertEquals(3, clash.exitCode());
    assertTrue(clash.err().contains("Two services are called tally"), clash.err());
    assertEquals(3, run("deployments", "nobody").exitCode());
    assertEquals(3, run("promote", "tally", "7").exitCode());
    assertEquals("1", call("a", "count", "1"));
    assertTrue(run("deployments").out().contains("tally"));
  }
}
