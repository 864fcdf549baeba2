package dev.holdfast.edge.input;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * The headers of a request that mean something here, read in one pass; empty text for an absent
 * one.
 *
 * <p>Invariant: a header that decides something stands at most once, so that no two readers of one
 * request can take different values from it.
 */
public final class RequestHeaders {
  private String rawTarget = "";
  private String host = "";
  private String origin = "";
  private String accept = "";
  private String prefer = "";
  private String idempotencyKey = "";
  private String ifMatch = "";
  private String deadline = "";
  private String timeout = "";
  private String consistency = "";
  private String lastEventId = "";
  private String traceparent = "";
  private String contentEncoding = "";
  private String fetchSite = "";

  private RequestHeaders() {}

  public static RequestHeaders of(HttpRequest request) throws RequestRefused {
    var headers = new RequestHeaders();
    for (HttpHeader header : request.getHeaders()) {
      headers.read(header.lowercaseName(), header);
    }
    return headers;
  }

  private void read(String name, HttpHeader header) throws RequestRefused {
    switch (name) {
      case "raw-request-uri" -> rawTarget = rawTarget.isEmpty() ? header.value() : rawTarget;
      case "host" -> host = once(host, header);
      case "origin" -> origin = once(origin, header);
      case "accept" -> accept = accept.isEmpty() ? header.value() : accept + "," + header.value();
      case "prefer" -> prefer = prefer.isEmpty() ? header.value() : prefer + "," + header.value();
      case "idempotency-key" -> idempotencyKey = once(idempotencyKey, header);
      case "if-match" -> ifMatch = once(ifMatch, header);
      case "holdfast-deadline" -> deadline = once(deadline, header);
      case "holdfast-timeout" -> timeout = once(timeout, header);
      case "holdfast-consistency" -> consistency = once(consistency, header);
      case "last-event-id" -> lastEventId = once(lastEventId, header);
      case "traceparent" -> traceparent = traceparent.isEmpty() ? header.value() : "twice";
      case "content-encoding" -> contentEncoding = once(contentEncoding, header);
      case "sec-fetch-site" -> fetchSite = once(fetchSite, header);
      case "" -> throw malformed("A header has no name.");
      default -> {}
    }
  }

  private static String once(String seen, HttpHeader header) throws RequestRefused {
    if (!seen.isEmpty()) {
      throw malformed("The header " + header.name() + " stands twice.");
    }
    return header.value();
  }

  /** The request target as the client sent it. */
  public String rawTarget() {
    return rawTarget;
  }

  public String host() {
    return host;
  }

  public String origin() {
    return origin;
  }

  public String fetchSite() {
    return fetchSite;
  }

  public String contentEncoding() {
    return contentEncoding;
  }

  public String traceparent() {
    return traceparent;
  }

  public boolean acceptsEventStream() {
    return !accept.isEmpty() && accept.toLowerCase(Locale.ROOT).contains("text/event-stream");
  }

  public boolean respondAsync() {
    if (prefer.isEmpty()) {
      return false;
    }
    for (String preference : prefer.split(",", -1)) {
      if (preference.strip().equalsIgnoreCase("respond-async")) {
        return true;
      }
    }
    return false;
  }

  public Optional<String> idempotencyKey() throws RequestRefused {
    if (idempotencyKey.isEmpty()) {
      return Optional.empty();
    }
    if (idempotencyKey.length() > Cause.LONGEST_KEY) {
      throw malformed("Idempotency-Key is longer than " + Cause.LONGEST_KEY + " characters.");
    }
    for (int i = 0; i < idempotencyKey.length(); i++) {
      char c = idempotencyKey.charAt(i);
      if (c < 0x21 || c > 0x7e) {
        throw malformed("Idempotency-Key must be visible ASCII without spaces.");
      }
    }
    return Optional.of(idempotencyKey);
  }

  public OptionalLong expectedSequence() throws RequestRefused {
    if (ifMatch.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean quoted = ifMatch.length() > 2 && ifMatch.startsWith("\"") && ifMatch.endsWith("\"");
    String number = quoted ? ifMatch.substring(1, ifMatch.length() - 1) : ifMatch;
    return OptionalLong.of(sequence("If-Match", number));
  }

  public OptionalLong lastEventId() throws RequestRefused {
    return lastEventId.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(sequence("Last-Event-ID", lastEventId));
  }

  /** {@code Last-Event-ID} as it came, where it is not a sequence number. */
  public String lastEvent() {
    return lastEventId;
  }

  /** A sequence number as it stands in a header or parameter. */
  public static long sequence(String name, String text) throws RequestRefused {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with negative numbers.
    }
    throw malformed(name + " must be a sequence number.");
  }

  public boolean strong() throws RequestRefused {
    return switch (consistency) {
      case "", "bounded" -> false;
      case "strong" -> true;
      default -> throw malformed("Holdfast-Consistency must be strong or bounded.");
    };
  }

  /** When the caller stops waiting: what it says, within what the node allows. */
  public Instant deadline(Instant now, Duration usual, Duration most) throws RequestRefused {
    if (deadline.isEmpty() && timeout.isEmpty()) {
      return now.plus(usual.compareTo(most) < 0 ? usual : most);
    }
    if (!deadline.isEmpty() && !timeout.isEmpty()) {
      throw malformed("Send Holdfast-Deadline or Holdfast-Timeout, not both.");
    }
    Instant latest = now.plus(most);
    Instant wanted = timeout.isEmpty() ? instant() : now.plus(timeout());
    return wanted.isBefore(latest) ? wanted : latest;
  }

  private Instant instant() throws RequestRefused {
    try {
      return Instant.parse(deadline);
    } catch (DateTimeException e) {
      throw malformed("Holdfast-Deadline must be a time such as 2026-01-31T10:00:00Z.");
    }
  }

  private Duration timeout() throws RequestRefused {
    boolean millis = timeout.endsWith("ms");
    boolean seconds = !millis && timeout.endsWith("s");
    String digits = timeout.substring(0, timeout.length() - (millis ? 2 : seconds ? 1 : 0));
    if (digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed(
          "Holdfast-Timeout must be a number of milliseconds, or such as 1500ms or 2s.");
    }
    long number = Long.parseLong(digits);
    return seconds ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.problem(detail));
  }
}
