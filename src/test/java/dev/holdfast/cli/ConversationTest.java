package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.TaughtNode.Reply;
import dev.holdfast.cli.TaughtNode.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationTest {
  @Test
  void aCallSendsItsArgumentAndPrintsTheReply() throws IOException {
    try (var node = new TaughtNode(_ -> Reply.json("{\"total\":7.50}"))) {
      Ran ran = call(node, "addItem", "{ \"sku\": \"tea\" }", "--key", "k1", "--if-sequence", "3");
      assertEquals("{\n  \"total\" : 7.50\n}\n", ran.out());
      Request request = node.requests().getFirst();
      assertEquals("POST", request.method());
      assertEquals("/v1/services/cart/c1/addItem", request.path());
      assertEquals("{\"sku\":\"tea\"}", request.body());
      assertEquals("k1", request.header("idempotency-key"));
      assertEquals("\"3\"", request.header("if-match"));
    }
  }

  @Test
  void aCallReadsItsArgumentFromStdinAndKeepsTheDigitsOfNumbers() throws IOException {
    try (var node = new TaughtNode(_ -> Reply.json("null"))) {
      Ran ran =
          Ran.with(
              "[12345678901234567890.10]\n",
              "call",
              "cart/c1",
              "add",
              "-",
              "--url",
              node.url().toString());
      assertEquals(0, ran.exitCode());
      assertEquals("", ran.out());
      assertEquals("[12345678901234567890.10]", node.requests().getFirst().body());
    }
  }

  @Test
  void forProgramsACallSaysWhereItsCommitIs() throws IOException {
    Reply reply =
        Reply.json("5")
            .with("Holdfast-Sequence", "12")
            .with("Holdfast-Offset", "7:42")
            .with("Idempotency-Replayed", "true");
    try (var node = new TaughtNode(_ -> reply)) {
      assertEquals(
          "{\"reply\":5,\"sequence\":12,\"offset\":\"7:42\",\"replayed\":true}\n",
          call(node, "add", "5", "--json").out());
    }
  }

  @Test
  void aClusterIsShownInTablesOrAsJsonForPrograms() throws IOException {
    String report =
        "{\"members\":[{\"node\":\"a:1\",\"state\":\"up\"}],\"slices\":{\"count\":256,\"owned\":3,"
            + "\"unowned\":253},\"handOffs\":0,\"hot\":[]}";
    try (var node = new TaughtNode(_ -> Reply.json(report))) {
      String url = node.url().toString();
      assertEquals(report + "\n", Ran.holdfast("cluster", "--json", "--url", url).out());
      String tables = Ran.holdfast("cluster", "--url", url).out();
      assertTrue(tables.contains("256 slices, 3 owned, 253 not, 0 being taken over"), tables);
      assertEquals("/v1/cluster", node.requests().getFirst().path());
    }
  }

  @Test
  void anIdWithOddCharactersSurvivesThePath() throws IOException {
    try (var node = new TaughtNode(_ -> Reply.json("{}"))) {
      Ran.holdfast(
          "state",
          "cart/a b?ü#%2F",
          "--at",
          "2026-01-31T10:00:00Z",
          "--url",
          node.url().toString());
      assertEquals(
          "/v1/services/cart/a%20b%3F%C3%BC%23%252F?at=2026-01-31T10%3A00%3A00Z",
          node.requests().getFirst().path());
    }
  }

  @Test
  void historyIsReadPageByPageUpToTheLimit() throws IOException {
    try (var node = new TaughtNode(ConversationTest::page)) {
      Ran ran = events(node, "--limit", "502", "--json");
      List<String> lines = ran.out().lines().toList();
      assertEquals(502, lines.size());
      assertEquals(commit(502), lines.getLast());
      assertEquals(
          List.of("?from=1&limit=500", "?from=501&limit=2"),
          node.requests().stream()
              .map(one -> one.path().substring(one.path().indexOf('?')))
              .toList());
    }
  }

  @Test
  void aGoldenJournalIsOneEventALine() throws IOException {
    try (var node = new TaughtNode(ConversationTest::page)) {
      assertEquals(
          "{\"type\":\"Added\",\"version\":1,\"data\":{\"amount\":1}}\n",
          events(node, "--limit", "1", "--golden").out());
    }
  }

  @Test
  void aCommitIsReadableByPeople() throws IOException {
    try (var node = new TaughtNode(ConversationTest::page)) {
      assertEquals(
          """
          1  2026-01-31T10:00:00Z  add  by anna
              Added {"amount":1}
              /value: nothing -> 1
          """,
          events(node, "--limit", "1").out());
    }
  }

  @Test
  void aFollowerResumesAfterTheLastCommitWhenTheConnectionBreaks() throws IOException {
    var connections = new AtomicInteger();
    try (var node = new TaughtNode(_ -> stream(connections.incrementAndGet()))) {
      Ran ran = events(node, "--follow", "--limit", "4", "--json");
      assertEquals(List.of(commit(1), commit(2), commit(3), commit(4)), ran.out().lines().toList());
      assertEquals("text/event-stream", node.requests().getFirst().header("accept"));
      assertEquals("", node.requests().getFirst().header("last-event-id"));
      assertEquals("2", node.requests().get(1).header("last-event-id"));
    }
  }

  @Test
  void aFollowerThatIsRefusedSaysSo() throws IOException {
    Reply refusal = Reply.problem(404, "unknown-service", "No cart.");
    try (var node = new TaughtNode(_ -> refusal)) {
      Ran ran = events(node, "--follow");
      assertEquals(3, ran.exitCode());
      assertTrue(ran.err().contains("404 unknown-service: No cart."), ran.err());
    }
  }

  @Test
  void servicesAreListedWithTheirRoutes() throws IOException {
    String catalog =
        """
        {"services":[{"service":"cart","kind":"entity","version":"v","handlers":[
          {"name":"addItem","kind":"command","route":"POST /carts/{id}","allow":["user"]},
          {"name":"total","kind":"query","allow":["user"]}]}]}
        """;
    try (var node = new TaughtNode(_ -> Reply.json(catalog))) {
      assertEquals(
          """
          service  kind    handler           route
          cart     entity  addItem  command  POST /carts/{id}
          cart     entity  total    query
          """,
          Ran.holdfast("services", "--url", node.url().toString()).out());
    }
  }

  @Test
  void instancesAreListedAcrossPages() throws IOException {
    try (var node =
        new TaughtNode(
            request ->
                Reply.json(
                    request.path().contains("cursor=b")
                        ? "{\"instances\":[\"c\"]}"
                        : "{\"instances\":[\"a\",\"b\"],\"cursor\":\"b\"}"))) {
      Ran ran = Ran.holdfast("services", "cart", "--url", node.url().toString());
      assertEquals("a\nb\nc\n", ran.out());
    }
  }

  private static Ran call(TaughtNode node, String... args) {
    return Ran.holdfast(join(List.of("call", "cart/c1"), args, node));
  }

  private static Ran events(TaughtNode node, String... args) {
    return Ran.holdfast(join(List.of("events", "counter/c1"), args, node));
  }

  private static String[] join(List<String> head, String[] args, TaughtNode node) {
    var all = new java.util.ArrayList<>(head);
    all.addAll(List.of(args));
    all.addAll(List.of("--url", node.url().toString()));
    return all.toArray(String[]::new);
  }

  /** As a node answers: at most what it was asked for, and where to go on. */
  private static Reply page(Request request) {
    String[] asked = request.path().replaceAll(".*from=|limit=", "").split("&", -1);
    int from = Integer.parseInt(asked[0]);
    int limit = Integer.parseInt(asked[1]);
    String rows =
        IntStream.range(from, from + limit)
            .mapToObj(ConversationTest::commit)
            .collect(Collectors.joining(","));
    return Reply.json("{\"events\":[" + rows + "],\"next\":" + (from + limit) + "}");
  }

  /** Two commits a connection; the first one is cut off in the middle of a third. */
  private static Reply stream(int connection) {
    int first = 2 * connection - 1;
    String text = ":\n\n" + message(first) + message(first + 1) + "id: 9\ndata: {\"cut";
    return new Reply(200, Map.of("Content-Type", "text/event-stream"), text);
  }

  private static String message(int sequence) {
    return "id: " + sequence + "\nevent: commit\ndata: " + commit(sequence) + "\n\n";
  }

  private static String commit(int sequence) {
    return "{\"sequence\":"
        + sequence
        + ",\"time\":\"2026-01-31T10:00:00Z\",\"handler\":\"add\",\"caller\":{\"name\":\"anna\"},"
        + "\"events\":[{\"type\":\"Added\",\"version\":1,\"data\":{\"amount\":"
        + sequence
        + "}}],\"diff\":[{\"op\":\"add\",\"path\":\"/value\",\"value\":"
        + sequence
        + "}]}";
  }
}
