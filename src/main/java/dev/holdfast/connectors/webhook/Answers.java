package dev.holdfast.connectors.webhook;

import dev.holdfast.messaging.Outlet.Handover;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.regex.Pattern;

/** What the answer of a webhook means for its message. */
final class Answers {
  /** A number of seconds, or a date of HTTP. */
  private static final Pattern RETRY_AFTER = Pattern.compile("[A-Za-z0-9:, ]{1,40}");

  private Answers() {}

  static Handover handover(HttpResponse.ResponseInfo head, String body) {
    int status = head.statusCode();
    if (status >= 200 && status < 300) {
      return new Handover.Accepted();
    }
    String why = "Answered " + status + (body.isEmpty() ? "." : ": " + body);
    boolean later = status == 408 || status == 425 || status == 429 || status >= 500;
    if (later) {
      return new Handover.NotNow(why + retryAfter(head));
    }
    return new Handover.Refused(
        status < 400 ? "Answered " + status + ": redirects are not followed." : why);
  }

  private static String retryAfter(HttpResponse.ResponseInfo head) {
    return head.headers()
        .firstValue("retry-after")
        .filter(text -> RETRY_AFTER.matcher(text).matches())
        .map(text -> " (Retry-After: " + text + ")")
        .orElse("");
  }

  /** Why there was no answer. */
  static String failure(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return "No answer in time: " + cause.getMessage() + ".";
    }
    String message = cause.getMessage();
    return "No answer: "
        + cause.getClass().getSimpleName()
        + (message == null ? "" : ", " + message)
        + ".";
  }
}
