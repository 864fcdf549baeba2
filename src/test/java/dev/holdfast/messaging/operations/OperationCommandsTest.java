package dev.holdfast.messaging.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Node;
import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of operators against a node. */
@Timeout(180)
class OperationCommandsTest {
  @TempDir private Path folder = Path.of("");

  /** What a run of the program did. */
  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(TrialNode node, String stdin, String... words) {
    var args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--url", node.url().toString()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    int exitCode = Cli.run(Node::start, terminal, args.toArray(String[]::new));
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What it printed, if it ended well. */
  private static String done(TrialNode node, String... words) {
    Ran ran = run(node, "", words);
    assertEquals(0, ran.exitCode(), ran::err);
    return ran.out();
  }

  private static void contains(String text, String part) {
    assertTrue(text.contains(part), () -> "No " + part + " in\n" + text);
  }

  @Test
  void aMessageIsFoundShownEditedRetriedAndSkipped() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      assertEquals("Nothing is parked.\n", done(node, "parked"));
      node.hand("a", -3);
      node.hand("a", -4);
      node.until("/v1/parked", page -> page.path("parked").size() == 2);
      contains(done(node, "parked"), "till/a         1");
      contains(done(node, "parked", "list", "till/a"), "till/nothing-to-take");
      assertEquals(2, done(node, "parked", "list", "till", "--json").lines().count());
      assertEquals("Nothing is parked.\n", done(node, "parked", "list", "till/b"));
      contains(run(node, "", "parked", "list", "--limit", "1").err(), "there are more");

      contains(done(node, "parked", "show", "till/a", "2"), "till/a 2  take -4");
      Ran again = run(node, "", "parked", "retry", "till/a", "2");
      assertEquals(1, again.exitCode());
      contains(again.out(), "till/a 2: failed again, till/nothing-to-take");
      contains(done(node, "why", "till/a"), "holdfast parked retry till/a 2");
      Ran edited = run(node, "6", "parked", "edit", "till/a", "2", "-", "--retry");
      assertEquals("till/a 2: edited\ntill/a 2: handled, 6\n", edited.out());
      assertEquals("till/a 1: skipped\n", done(node, "parked", "skip", "till/a", "1"));
      assertEquals(3, run(node, "", "parked", "skip", "till/a", "1").exitCode());
      assertEquals(2, run(node, "", "parked", "edit", "till/a", "1", "{").exitCode());
      String events = done(node, "events", "till/a");
      contains(events, "parked message 2 is now 6");
      contains(events, "parked message 1 is skipped");
      contains(done(node, "events", "till/sender"), "-> till/a take -3");
    }
  }

  @Test
  void topicsAreListedReadAndWrittenAndSubscriptionsKeptInOrder() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      String order = "{\"till\":\"a\",\"cents\":5}";
      done(node, "publish", "orders", "--key", "k", "--id", "once", order);
      assertEquals(0, run(node, order, "publish", "orders", "--key", "k", "-").exitCode());
      done(node, "publish", "orders", "--key", "k", "--id", "once", order);
      node.untilState("a", "seen", "[5,5]");
      node.until("/v1/topics", answer -> answer.path("topics").size() == 1);
      assertEquals("orders\n", done(node, "topics"));
      String messages = done(node, "topics", "orders", "--json");
      assertEquals(2, messages.lines().count());
      String first = messages.lines().toList().getFirst();
      assertEquals(order, new ObjectMapper().readTree(first).path("payload").toString());
      contains(done(node, "topics", "orders", "--limit", "1"), "  k  " + order + "  by ");
      assertEquals(1, done(node, "topics", "orders", "--follow", "--limit", "1").lines().count());
      assertEquals("", done(node, "topics", "orders", "--from", "2100-01-01T00:00:00Z"));
      assertEquals("", done(node, "topics", "nothing"));
      assertEquals(3, run(node, "", "topics", "No!").exitCode());

      contains(done(node, "subscriptions"), "till.see.orders");
      contains(done(node, "subscriptions", "till.see.orders", "pause"), "paused");
      contains(done(node, "subscriptions", "till.see.orders", "--json"), "\"paused\":true");
      done(node, "subscriptions", "till.see.orders", "resume");
      done(node, "subscriptions", "till.see.orders", "rewind", "--to", "beginning");
      node.untilState("a", "seen", "[5,5,5,5]");
      assertEquals(2, run(node, "", "subscriptions", "till.see.orders", "rewind").exitCode());
      assertEquals(2, run(node, "", "subscriptions", "x", "pause", "--to", "now").exitCode());
      assertEquals(3, run(node, "", "subscriptions", "none").exitCode());
    }
  }

  @Test
  void deliveriesArePausedAndTimersListed() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      assertEquals("Nothing is paused.\n", done(node, "deliveries"));
      assertEquals(
          "Deliveries to till are paused.\n",
          done(node, "deliveries", "pause", "till", "--reason", "moving house"));
      contains(done(node, "deliveries"), "moving house");
      contains(done(node, "why", "till/a"), "holdfast deliveries resume till");
      assertEquals(
          "Deliveries to till are not paused.\n", done(node, "deliveries", "resume", "till"));
      assertEquals(2, run(node, "", "deliveries", "pause").exitCode());

      assertEquals("No timer is set.\n", done(node, "timers"));
      node.post("/v1/services/till/a/remind", "3600");
      node.until("/v1/timers", answer -> answer.path("count").asInt() == 1);
      contains(done(node, "timers"), "till/a    later");
      contains(done(node, "timers", "till/a", "--json"), "\"name\":\"later\"");
      assertEquals("No timer is set.\n", done(node, "timers", "till/b"));
      contains(done(node, "events", "till/a"), "timer later at ");
      assertEquals(3, run(node, "", "timers", "till").exitCode());
    }
  }
}
