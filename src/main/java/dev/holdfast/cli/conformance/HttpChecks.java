package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.wire.Request;
import dev.holdfast.cli.conformance.wire.Response;
import dev.holdfast.protocol.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What holds of every request, whatever the function is. */
final class HttpChecks {
  private static final int LARGE = 15 << 20;
  private static final int TOO_LARGE = (16 << 20) + 1;
  private static final int DEEP = 100_000;
  private static final int REQUESTS = 50;
  private static final int PIECE = 5;
  private static final int AT_ONCE = 32;

  private static final String DISCOVER = "discover";

  private final Function function;
  private final Schemas schemas;

  HttpChecks(Function function, Schemas schemas) {
    this.function = function;
    this.schemas = schemas;
  }

  List<Check> all() {
    return List.of(
        new Check("an answer is JSON and says how long it is", this::headers),
        new Check("a connection is kept for the next request", this::keepAlive),
        new Check("a request may come in pieces", this::pieces),
        new Check("requests may follow each other without waiting", this::pipelined),
        new Check("another path is not found", this::otherPath),
        new Check("another method is refused", this::otherMethod),
        new Check("a body that is no JSON is refused", () -> refused("{\"service\":", "nothing")),
        new Check("a body that is no object is refused", () -> refused("[]", "1", "null", "\"a\"")),
        new Check("a body that is not UTF-8 is refused", this::notUtf8),
        new Check("an empty body is refused", () -> refused("")),
        new Check("a body of 15 MiB is read", this::large),
        new Check("a body of more than 16 MiB is refused", this::tooLarge),
        new Check("a body that is nested without end does no harm", this::deep),
        new Check("requests at once are answered like one alone", this::atOnce));
  }

  private Said discover() throws Unmet {
    return function.ask(DISCOVER, JsonText.object());
  }

  private void headers() throws Unmet {
    Said said = discover();
    JsonNode _ = said.ok();
    String type = said.response().header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      throw new Unmet(
          said.request().toString(), "Content-Type: application/json", "Content-Type: " + type);
    }
    if (said.response().header("content-length").isEmpty()) {
      throw new Unmet(
          said.request().toString(), "a Content-Length", "headers " + said.response().headers());
    }
  }

  private void keepAlive() throws Unmet, NotHere {
    Request request = Function.request(DISCOVER, "{}");
    function.raw(
        REQUESTS + " times over one connection: " + request,
        connection -> {
          for (int i = 0; i < REQUESTS; i++) {
            Response response = connection.ask(request);
            if (response.status() != 200) {
              throw new Said(request, response).not("200");
            }
          }
        });
  }

  private void pieces() throws Unmet, NotHere {
    Request request = Function.request(DISCOVER, "{\"later\": \"ä\"}");
    function.raw(
        "in pieces of " + PIECE + " bytes: " + request,
        connection -> {
          byte[] bytes = connection.bytes(request);
          for (int from = 0; from < bytes.length; from += PIECE) {
            connection.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
            // Whoever answers this has seen the piece before it.
            JsonNode _ = discover().ok();
          }
          same(request, connection.read());
        });
  }

  private void pipelined() throws Unmet, NotHere {
    Request request = Function.request(DISCOVER, "{}");
    function.raw(
        "three at once over one connection: " + request,
        connection -> {
          for (int i = 0; i < 3; i++) {
            connection.write(connection.bytes(request));
          }
          for (int i = 0; i < 3; i++) {
            same(request, connection.read());
          }
        });
  }

  private void same(Request request, Response response) throws Unmet {
    String expected = discover().response().body();
    if (response.status() != 200 || !response.body().equals(expected)) {
      throw new Said(request, response).not("200 " + expected);
    }
  }

  private void otherPath() throws Unmet {
    for (String path :
        List.of("/", "/holdfast/v1/", "/holdfast/v1/undo", "/holdfast/v2/discover")) {
      function.ask(Request.post(path, Json.of("{}"))).refused(schemas, 404);
    }
  }

  private void otherMethod() throws Unmet {
    Json nothing = Json.of("");
    function.ask(new Request("GET", "/holdfast/v1/discover", nothing)).refused(schemas, 405);
    function.ask(new Request("PUT", "/holdfast/v1/decide", Json.of("{}"))).refused(schemas, 405);
  }

  /** A discover may have no use for its body, so these are asked of the others only. */
  private void refused(String... bodies) throws Unmet {
    for (String body : bodies) {
      for (String operation : List.of("decide", "fold")) {
        function.ask(Function.request(operation, body)).refused(schemas, 400);
      }
    }
  }

  private void notUtf8() throws Unmet {
    byte[] bytes =
        "{\"service\": \"caf? \", \"instances\": []}"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    bytes[16] = (byte) 0xe9;
    for (String operation : List.of("decide", "fold")) {
      Request request = Request.post("/holdfast/v1/" + operation, Json.wrap(bytes.clone()));
      function.ask(request).refused(schemas, 400);
    }
  }

  private void large() throws Unmet {
    Said said = function.ask(Function.request(DISCOVER, padded(LARGE)));
    if (said.status() != 200) {
      throw said.not("200");
    }
  }

  private void tooLarge() throws Unmet {
    try {
      function.ask(Function.request(DISCOVER, padded(TOO_LARGE))).refused(schemas, 413);
    } catch (Unmet unmet) {
      if (!unmet.expected().equals("an answer")) {
        throw unmet;
      }
      // The connection may end while the rest is on its way.
    }
    JsonNode _ = discover().ok();
  }

  private static String padded(int size) {
    String before = "{\"padding\":\"";
    String after = "\"}";
    return before + "x".repeat(size - before.length() - after.length()) + after;
  }

  private void deep() throws Unmet {
    String argument = "[".repeat(DEEP) + "]".repeat(DEEP);
    String body =
        "{\"service\":\"nobody-here\",\"id\":\"c1\",\"handler\":\"none\",\"argument\":"
            + argument
            + "}";
    Said said = function.ask(Function.request("decide", body));
    said.refused(schemas, 400, 404, 500);
    JsonNode _ = discover().ok();
  }

  private void atOnce() throws Unmet {
    Said alone = discover();
    JsonNode expected = alone.ok();
    List<Callable<JsonNode>> asked = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      asked.add(() -> discover().ok());
    }
    for (JsonNode got : together(asked)) {
      if (!Alike.are(expected, got)) {
        throw new Unmet(alone.request().toString(), expected.toString(), got.toString());
      }
    }
  }

  /** What each came to, all having begun before one is looked at. */
  static List<JsonNode> together(List<Callable<JsonNode>> asked) throws Unmet {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<JsonNode>();
      for (Future<JsonNode> future : threads.invokeAll(asked)) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unmet("requests at once", "answers in time", "none");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Unmet unmet) {
        throw unmet;
      }
      throw new IllegalStateException(e);
    }
  }
}
