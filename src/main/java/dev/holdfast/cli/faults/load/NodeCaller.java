package dev.holdfast.cli.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.client.Refusal;
import dev.holdfast.cli.client.Unreachable;
import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Outcome;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls the services under test through one node, and says what is known afterwards.
 *
 * <p>Invariant: it answers {@link Outcome.Failed} only where the platform promises that nothing was
 * written.
 */
final class NodeCaller implements AutoCloseable {
  static final String LISTS = "fault-list/";
  static final String REGISTERS = "fault-register/";

  /** When no connection could be made. */
  static final String NO_NODE = "no node";

  /** A node gives up before its caller does, so that it can say what it knows. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private static final String SERVER_PATIENCE = "10s";
  private static final String MISMATCH = "fault-register/mismatch";

  /** Failures of the node after which it is certain that nothing was written. */
  private static final Set<String> NOTHING_WRITTEN =
      Stream.of(ProblemCode.HANDLER_FAILED, ProblemCode.NOT_READY, ProblemCode.OVERLOADED)
          .map(ProblemCode::code)
          .collect(Collectors.toUnmodifiableSet());

  private final Client client;

  /**
   * What a call came to.
   *
   * @param home the node that answered for the entity, if it says so
   */
  record Told(Outcome outcome, String home) {}

  NodeCaller(URI node) {
    this.client = new Client(node, PATIENCE);
  }

  Told call(String entity, Action action, String key) {
    return switch (action) {
      case Action.Append(long value) -> write(entity + "/append", Long.toString(value), key);
      case Action.Write(long value) -> write(entity + "/write", Long.toString(value), key);
      case Action.Swap(long expected, long value) ->
          write(
              entity + "/cas",
              JsonText.line(JsonText.object().put("expected", expected).put("value", value)),
              key);
      case Action.OfBank.Transfer(long id, String to, long cents, boolean held) ->
          write(
              entity + (held ? "/hold" : "/transfer"),
              JsonText.line(JsonText.object().put("id", id).put("to", to).put("cents", cents)),
              key);
      case Action.OfBank.Claim _ -> write(entity + "/claim", "", key);
      case Action.OfBank.Close(boolean closed) ->
          write(entity + (closed ? "/close" : "/open"), "", key);
      case Action.ReadList(boolean strong) -> read(entity, strong);
      case Action.ReadValue(boolean strong) -> read(entity, strong);
    };
  }

  private Told write(String path, String body, String key) {
    Map<String, String> headers = new HashMap<>(Map.of("Holdfast-Timeout", SERVER_PATIENCE));
    if (!key.isEmpty()) {
      headers.put("Idempotency-Key", key);
    }
    try {
      Answer answer =
          client.post("/v1/services/" + path, body.getBytes(StandardCharsets.UTF_8), headers);
      return new Told(written(answer), home(answer));
    } catch (Unreachable e) {
      return new Told(
          e.sent() ? new Outcome.Unknown("no answer") : new Outcome.Failed(NO_NODE), "");
    } catch (IOException | UncheckedIOException e) {
      return new Told(new Outcome.Unknown(String.valueOf(e.getMessage())), "");
    }
  }

  private static Outcome written(Answer answer) {
    if (answer.ok()) {
      JsonNode reply = answer.json();
      return reply.isNumber() ? new Outcome.Appended(reply.asInt()) : new Outcome.Done();
    }
    Refusal refusal = Refusal.of(answer);
    if (refusal.code().equals(MISMATCH)) {
      String detail = refusal.detail();
      return new Outcome.Mismatch(Long.parseLong(detail.substring(detail.lastIndexOf(' ') + 1)));
    }
    if (refusal.code().startsWith(Load.BANK)) {
      return new Outcome.Rejected(refusal.code());
    }
    String reason = refusal.status() + " " + refusal.code();
    boolean certain = answer.status() < 500 || NOTHING_WRITTEN.contains(refusal.code());
    return certain ? new Outcome.Failed(reason) : new Outcome.Unknown(reason);
  }

  private Told read(String entity, boolean strong) {
    Map<String, String> headers = new HashMap<>(Map.of("Holdfast-Timeout", SERVER_PATIENCE));
    if (strong) {
      headers.put("Holdfast-Consistency", "strong");
    }
    try {
      Answer answer = client.get("/v1/services/" + entity + "/read", headers);
      return new Told(found(answer), home(answer));
    } catch (IOException | UncheckedIOException e) {
      boolean there = !(e.getCause() instanceof java.net.ConnectException);
      return new Told(new Outcome.Failed(there ? "no answer" : NO_NODE), "");
    }
  }

  private static Outcome found(Answer answer) {
    if (!answer.ok()) {
      Refusal refusal = Refusal.of(answer);
      return new Outcome.Failed(refusal.status() + " " + refusal.code());
    }
    JsonNode reply = answer.json();
    if (reply.isNumber()) {
      return new Outcome.Value(reply.asLong());
    }
    List<Long> values = new ArrayList<>();
    reply.forEach(value -> values.add(value.asLong()));
    return new Outcome.Listed(values);
  }

  private static String home(Answer answer) {
    return answer.header("Holdfast-Node").orElse("");
  }

  @Override
  public void close() {
    client.close();
  }
}
