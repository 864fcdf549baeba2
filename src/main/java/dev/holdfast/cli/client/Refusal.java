package dev.holdfast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;

/**
 * Why a node did not do what it was asked, read from problem+json or, from something in between
 * that speaks otherwise, from the status alone.
 *
 * @param code empty when the answer carried none
 * @param pointer a JSON pointer to the wrong field of the argument, or empty
 */
public record Refusal(int status, String code, String title, String detail, String pointer) {
  public static Refusal of(Answer answer) {
    JsonNode problem = problem(answer);
    return new Refusal(
        answer.status(),
        problem.path("code").asText(),
        problem.path("title").asText(),
        problem.path("detail").asText(),
        problem.path("pointer").asText());
  }

  /** One line, such as {@code 422 cart/empty: Put something in first.} */
  public String text() {
    var text = new StringBuilder().append(status);
    if (!code.isEmpty()) {
      text.append(' ').append(code);
    }
    if (!pointer.isEmpty()) {
      text.append(" at ").append(pointer);
    }
    String reason = detail.isEmpty() ? title : detail;
    return reason.isEmpty() ? text.toString() : text.append(": ").append(reason).toString();
  }

  private static JsonNode problem(Answer answer) {
    try {
      return answer.json();
    } catch (UncheckedIOException e) {
      return JsonText.object();
    }
  }
}
