package dev.holdfast.edge;

import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** How outcomes and problems look on the wire. */
final class Responses {
  static final ContentType PROBLEM_JSON =
      MediaTypes.applicationWithOpenCharset("problem+json").toContentTypeWithMissingCharset();

  private static final String INVALID_JSON = ProblemCode.INVALID_JSON.code();
  private static final String INVALID_ARGUMENT = ProblemCode.INVALID_ARGUMENT.code();

  /** What passes by itself: the pages of these problems promise {@code Retry-After}. */
  private static final Set<String> PASSING =
      Set.of(
          ProblemCode.OVERLOADED.code(),
          ProblemCode.NOT_READY.code(),
          ProblemCode.TOO_MANY_REQUESTS.code());

  private static final HttpHeader REPLAYED = RawHeader.create("Idempotency-Replayed", "true");
  private static final HttpHeader STRONG = RawHeader.create("Holdfast-Consistency", "strong");
  private static final HttpHeader BOUNDED = RawHeader.create("Holdfast-Consistency", "bounded");
  private static final HttpHeader PAST = RawHeader.create("Holdfast-Consistency", "past");

  /** Answers hold private state: nothing between here and the caller may keep them. */
  static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private Responses() {}

  static HttpResponse json(Json document) {
    return HttpResponse.create().withEntity(entity(ContentTypes.APPLICATION_JSON, document.utf8()));
  }

  static ResponseEntity entity(ContentType type, byte[] bytes) {
    return HttpEntities.create(type, ByteString.fromArrayUnsafe(bytes));
  }

  static HttpResponse text(ContentType type, String text) {
    return HttpResponse.create().withEntity(entity(type, text.getBytes(StandardCharsets.UTF_8)));
  }

  static HttpResponse replied(Outcome.Replied replied) {
    var headers = new ArrayList<HttpHeader>(5);
    headers.add(sequence(replied.sequence()));
    if (replied.offset() > 0) {
      headers.add(RawHeader.create("Holdfast-Offset", replied.slice() + ":" + replied.offset()));
    }
    headers.add(version(replied.version()));
    headers.add(node(replied.node()));
    if (replied.replayed()) {
      headers.add(REPLAYED);
    }
    return json(replied.reply()).withHeaders(headers);
  }

  /** How fresh an answer is. */
  enum Freshness {
    STRONG,
    BOUNDED,
    PAST
  }

  static HttpResponse answered(Outcome.Answered answered, Freshness freshness) {
    var headers = new ArrayList<HttpHeader>(4);
    headers.add(sequence(answered.sequence()));
    headers.add(version(answered.version()));
    headers.add(header(freshness));
    if (!answered.node().isEmpty()) {
      headers.add(node(answered.node()));
    }
    return json(answered.value()).withHeaders(headers);
  }

  private static HttpHeader header(Freshness freshness) {
    return switch (freshness) {
      case STRONG -> STRONG;
      case BOUNDED -> BOUNDED;
      case PAST -> PAST;
    };
  }

  static HttpResponse inspected(String service, String id, Outcome.Inspected inspected) {
    var body = new StringBuilder(128);
    body.append("{\"service\":");
    JsonStrings.quote(body, service);
    body.append(",\"id\":");
    JsonStrings.quote(body, id);
    body.append(",\"sequence\":").append(inspected.sequence()).append(",\"time\":\"");
    body.append(inspected.time()).append("\",\"version\":");
    JsonStrings.quote(body, inspected.version());
    if (!inspected.node().isEmpty()) {
      body.append(",\"node\":");
      JsonStrings.quote(body, inspected.node());
    }
    body.append(",\"state\":").append(inspected.state()).append('}');
    return json(Json.of(body.toString()))
        .withHeaders(
            List.of(
                sequence(inspected.sequence()),
                version(inspected.version()),
                RawHeader.create("ETag", "\"" + inspected.sequence() + "\""),
                NO_STORE));
  }

  static HttpHeader sequence(long sequence) {
    return RawHeader.create("Holdfast-Sequence", Long.toString(sequence));
  }

  /** Where the instance lives that answered. */
  private static HttpHeader node(String node) {
    return RawHeader.create("Holdfast-Node", node);
  }

  static HttpHeader version(String version) {
    return RawHeader.create("Holdfast-Version", version);
  }

  static HttpResponse refused(Outcome.Refused refused, String instance) {
    return problem(refused.problem(), instance, refused.retryAfterSeconds());
  }

  /**
   * A problem as RFC 9457 has it.
   *
   * @param instance the path it happened at, empty when there was none
   * @param retryAfterSeconds 0 for what is usual: nothing, or a second where waiting helps
   */
  static HttpResponse problem(Problem problem, String instance, int retryAfterSeconds) {
    HttpResponse response =
        HttpResponse.create()
            .withStatus(status(problem))
            .withEntity(entity(PROBLEM_JSON, document(problem, instance)));
    int told = retryAfterSeconds == 0 && PASSING.contains(problem.code()) ? 1 : retryAfterSeconds;
    return told > 0
        ? response.addHeader(RawHeader.create("Retry-After", Integer.toString(told)))
        : response;
  }

  /** A bug of ours; what went wrong is in the log. */
  static HttpResponse internal(String instance) {
    return problem(
        ProblemCode.INTERNAL.problem("Something failed inside; it has been logged."), instance, 0);
  }

  private static StatusCode status(Problem problem) {
    return StatusCodes.lookup(problem.status())
        .orElseGet(() -> StatusCodes.custom(problem.status(), problem.title(), problem.title()));
  }

  /** Whether the whole document may be meant when the pointer is empty. */
  private static boolean isAboutTheArgument(Problem problem) {
    return problem.code().equals(INVALID_JSON) || problem.code().equals(INVALID_ARGUMENT);
  }

  static byte[] document(Problem problem, String instance) {
    var body = new StringBuilder(160);
    body.append("{\"type\":");
    JsonStrings.quote(body, "/problems/" + problem.code());
    body.append(",\"code\":");
    JsonStrings.quote(body, problem.code());
    body.append(",\"title\":");
    JsonStrings.quote(body, problem.title());
    body.append(",\"status\":").append(problem.status());
    if (!problem.detail().isEmpty()) {
      body.append(",\"detail\":");
      JsonStrings.quote(body, problem.detail());
    }
    if (!instance.isEmpty()) {
      body.append(",\"instance\":");
      JsonStrings.quote(body, instance);
    }
    if (!problem.pointer().isEmpty() || isAboutTheArgument(problem)) {
      body.append(",\"pointer\":");
      JsonStrings.quote(body, problem.pointer());
    }
    return body.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  static HttpResponse notAllowed(Collection<String> methods, String instance) {
    String allowed = String.join(", ", methods);
    return problem(
            ProblemCode.METHOD_NOT_ALLOWED.problem("The path takes " + allowed + "."), instance, 0)
        .addHeader(RawHeader.create("Allow", allowed));
  }

  static HttpResponse options(Collection<String> methods) {
    return HttpResponse.create()
        .withStatus(StatusCodes.NO_CONTENT)
        .addHeader(RawHeader.create("Allow", String.join(", ", methods)));
  }
}
