package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.TaughtNode.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CliTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "dev",
          "node",
          "call",
          "state",
          "events",
          "services",
          "parked",
          "why",
          "topics",
          "publish",
          "subscriptions",
          "deliveries",
          "timers",
          "cluster",
          "bench",
          "faults");

  @Test
  void helpGoesToStdoutAndNamesEveryCommandAndExitCode() {
    Ran help = Ran.holdfast("--help");
    assertEquals(0, help.exitCode());
    for (String word : COMMANDS) {
      assertTrue(help.out().contains("  " + word + " "), word);
    }
    for (int code : List.of(0, 1, 2, 3, 4, 5, ExitCode.START_AGAIN)) {
      assertTrue(help.out().contains("\n  " + code + " "), "exit code " + code);
    }
  }

  @Test
  void everyCommandExplainsItselfWithAnExample() {
    for (String command : COMMANDS) {
      Ran help = Ran.holdfast(command, "--help");
      assertEquals(0, help.exitCode(), command);
      assertTrue(help.out().contains("holdfast " + command), help.out());
      assertTrue(help.out().contains("Examples:"), command);
      assertTrue(help.out().contains("Exit codes:"), command);
    }
  }

  @Test
  void aParameterIsCalledByWhatItIsNotByTheNameOfAField() {
    Pattern field = Pattern.compile("=<[a-zA-Z]+>");
    for (String command : COMMANDS) {
      String help = Ran.holdfast(command, "--help").out();
      assertFalse(field.matcher(help).find(), help);
    }
  }

  @Test
  void withoutACommandItIsAMistakeAndStdoutStaysEmpty() {
    Ran nothing = Ran.holdfast();
    assertEquals(2, nothing.exitCode());
    assertEquals("", nothing.out());
    assertTrue(nothing.err().contains("Usage: holdfast"));
  }

  @Test
  void aMistakeInTheCommandLineIsNamedAndNothingIsSent() {
    assertUsage("Not a service name", "state", "Cart/c1");
    assertUsage("Expected SERVICE/ID", "state", "cart");
    assertUsage("Unknown option", "state", "cart/c1", "--loud");
    assertUsage("not JSON", "call", "cart/c1", "add", "{");
    assertUsage("not JSON", "call", "cart/c1", "add", "1 2");
    assertUsage("--url must be", "state", "cart/c1", "--url", "ftp://somewhere");
    assertUsage("at least 1", "events", "cart/c1", "--limit", "0");
    assertUsage("no service folder", "dev", "nowhere");
    assertUsage("no service folder", "node", "nowhere");
    assertUsage("recorded or open-meteo", "demo", "--source", "dice");
    assertUsage("--seconds must be", "bench", "--seconds", "0");
  }

  @Test
  void nobodyAtTheAddressIsAnExitCodeOfItsOwn() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Ran ran = Ran.holdfast("state", "cart/c1", "--url", "http://127.0.0.1:" + closed);
    assertEquals(4, ran.exitCode());
    assertTrue(ran.err().contains("No node answers at http://127.0.0.1:" + closed), ran.err());
  }

  @Test
  void whatTheNodeRefusesFailsOrDoesNotKnowAreDifferentExitCodes() throws IOException {
    assertRefusal(3, Reply.problem(422, "cart/empty", "Put something in first."));
    assertRefusal(3, Reply.problem(404, "unknown-service", "There is no cart."));
    assertRefusal(3, Reply.problem(429, "too-many-requests", "Later."));
    assertRefusal(1, Reply.problem(500, "handler-failed", "It threw."));
    assertRefusal(1, Reply.problem(503, "overloaded", "Later."));
    assertRefusal(5, Reply.problem(503, "outcome-unknown", "Try again."));
    assertRefusal(5, Reply.problem(504, "deadline-exceeded", "Too slow."));
    assertRefusal(5, Reply.problem(500, "internal", "Broken."));
    assertRefusal(5, new Reply(502, java.util.Map.of(), "<html>a proxy</html>"));
  }

  @Test
  void anUnknownOutcomeIsSaidWithWhatToDo() throws IOException {
    try (var node = new TaughtNode(_ -> Reply.problem(504, "deadline-exceeded", "Too slow."))) {
      String url = node.url().toString();
      String plain = Ran.holdfast("call", "cart/c1", "checkout", "--url", url).err();
      assertTrue(plain.contains("not known whether the command was committed"), plain);
      assertTrue(plain.contains("without --key"), plain);
      String keyed = Ran.holdfast("call", "cart/c1", "checkout", "--key", "k", "--url", url).err();
      assertTrue(keyed.contains("Repeat it with --key k"), keyed);
    }
  }

  @Test
  void aReadThatFailsLeavesNothingUnknown() throws IOException {
    try (var node = new TaughtNode(_ -> Reply.problem(504, "deadline-exceeded", "Too slow."))) {
      String url = node.url().toString();
      assertEquals(1, Ran.holdfast("state", "cart/c1", "--url", url).exitCode());
      assertEquals(
          1, Ran.holdfast("call", "cart/c1", "total", "--at", "3", "--url", url).exitCode());
    }
  }

  private static void assertUsage(String message, String... args) {
    Ran ran = Ran.holdfast(args);
    assertEquals(2, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
    assertEquals("", ran.out());
  }

  private static void assertRefusal(int exitCode, Reply reply) throws IOException {
    try (var node = new TaughtNode(_ -> reply)) {
      Ran ran = Ran.holdfast("call", "cart/c1", "checkout", "--url", node.url().toString());
      assertEquals(exitCode, ran.exitCode(), ran.err());
      assertEquals("", ran.out());
      assertTrue(ran.err().startsWith("holdfast: " + reply.status()), ran.err());
    }
  }
}
