package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.wire.Request;
import dev.holdfast.cli.conformance.wire.Response;
import java.io.UncheckedIOException;

/** What a function answered to which request. */
public record Said(Request request, Response response) {
  private static final int OK = 200;

  public int status() {
    return response.status();
  }

  /** The body of an answer that is one. */
  public JsonNode ok() throws Unmet {
    return is(OK);
  }

  /** The body, if the answer has this status. */
  public JsonNode is(int status) throws Unmet {
    if (status() != status) {
      throw not("the status " + status);
    }
    return body();
  }

  /** The body of a refusal with one of these statuses, which says why. */
  public void refused(Schemas schemas, int... statuses) throws Unmet {
    for (int status : statuses) {
      if (status() == status) {
        schemas.demand("error", body(), this);
        return;
      }
    }
    throw not("the status " + String.join(" or ", texts(statuses)));
  }

  /** The body, whatever the status is. */
  public JsonNode body() throws Unmet {
    try {
      return JsonText.read(response.body());
    } catch (UncheckedIOException e) {
      String why =
          e.getCause() instanceof JsonProcessingException json
              ? json.getOriginalMessage()
              : String.valueOf(e.getMessage());
      throw not("a body that is one JSON document (" + why + ")");
    }
  }

  /** What is thrown for an answer that is not as expected. */
  public Unmet not(String expected) {
    return new Unmet(request.toString(), expected, response.toString());
  }

  private static String[] texts(int[] statuses) {
    return java.util.Arrays.stream(statuses).mapToObj(Integer::toString).toArray(String[]::new);
  }
}
