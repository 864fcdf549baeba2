package dev.holdfast.runtimes.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.remote.Attempts.Outcome;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** What a Lambda returned: {@code {"status": 200, "body": …}}, or that it failed. */
final class LambdaAnswer {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;

  /** The process died, as others do; the next try has another one. */
  private static final Set<String> DIED = Set.of("Runtime.ExitError");

  private LambdaAnswer() {}

  /** The body is a part of what was returned, not read further. */
  static Outcome read(byte[] payload) {
    int status = 0;
    Json body = Json.NULL;
    try (JsonParser in = FACTORY.createParser(payload)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no object");
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        switch (name) {
          case "status" -> status = in.getIntValue();
          case "body" -> body = Json.read(in, payload);
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      return new Outcome.Failed(
          new NoAnswer("It returned what is no answer: " + e.getMessage(), e));
    }
    return status == OK
        ? new Outcome.Answered(body)
        : new Outcome.Failed(new NoAnswer(status + ": " + NoAnswer.plain(body.toString())));
  }

  /**
   * A failure that Lambda tells of in a header, with the status of a success.
   *
   * @param error the header's value, {@code Handled} or {@code Unhandled}
   */
  static Outcome failure(String error, byte[] payload) {
    JsonNode told;
    try {
      told = JSON.readTree(payload);
    } catch (IOException e) {
      told = JSON.createObjectNode();
    }
    String type = told.path("errorType").asText(error);
    String message = told.path("errorMessage").asText("");
    var why = new NoAnswer("The function failed: " + type + ": " + NoAnswer.plain(message));
    return DIED.contains(type) ? new Outcome.Again(why, Duration.ZERO) : new Outcome.Failed(why);
  }
}
