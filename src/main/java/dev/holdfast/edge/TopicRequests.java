package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.streams.EventStream;
import dev.holdfast.edge.topics.Intake;
import dev.holdfast.edge.topics.MessageBody;
import dev.holdfast.edge.topics.TopicFollower;
import dev.holdfast.edge.topics.TopicRows;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ProblemCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Topics for operators: messages come in, what is there is read and followed. */
final class TopicRequests {
  private final EdgeSettings settings;
  private final EdgeParts.Topics topics;
  private final BodyReader bodies;
  private final BlockingWork blocking;
  private final EventStream streams;
  private final Intake intake;
  private final EventRequests events;

  TopicRequests(
      EdgeSettings settings,
      EdgeParts parts,
      BodyReader bodies,
      BlockingWork blocking,
      EventStream streams) {
    this.settings = settings;
    this.topics = parts.topics();
    this.bodies = bodies;
    this.blocking = blocking;
    this.streams = streams;
    this.intake = new Intake(topics.inlet(), settings.topics().underWay());
    this.events = new EventRequests(settings, bodies, intake);
  }

  /** What stands below {@code /v1/events} and {@code /v1/topics}. */
  CompletionStage<HttpResponse> answer(Exchange exchange, List<String> path) throws RequestRefused {
    String area = path.get(1);
    if (path.size() == 3 && area.equals("topics")) {
      return topic(exchange, path.get(2));
    }
    if (path.size() != 2) {
      throw new RequestRefused(
          ProblemCode.UNKNOWN_ROUTE.problem("See /openapi.json for what there is."));
    }
    return area.equals("events") ? events.answer(exchange) : list(exchange);
  }

  /** {@code GET /v1/topics}. */
  private CompletionStage<HttpResponse> list(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    InstanceReads.parameters(exchange, Set.of());
    return blocking.run(() -> Responses.json(TopicRows.list(topics.reads().topics())));
  }

  /** {@code /v1/topics/TOPIC}: a message comes in, or what is there is read or followed. */
  private CompletionStage<HttpResponse> topic(Exchange exchange, String name)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET", "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    String topic = topic(name);
    if (exchange.method().equals("POST")) {
      return publish(exchange, topic);
    }
    return exchange.headers().acceptsEventStream()
        ? CompletableFuture.completedFuture(follow(exchange, topic))
        : page(exchange, topic);
  }

  /** One message: a body that says all, or {@code ?key=} and the payload. */
  private CompletionStage<HttpResponse> publish(Exchange exchange, String topic)
      throws RequestRefused {
    Map<String, String> given = InstanceReads.parameters(exchange, Set.of("key"));
    Optional<String> dedupId = exchange.headers().idempotencyKey();
    var bounds = new MessageBody.Bounds(settings.document(), settings.events());
    return bodies
        .read(exchange, settings.bodies().usual())
        .thenCompose(
            body -> {
              try {
                MessageBody read =
                    given.containsKey("key")
                        ? MessageBody.payload(given.getOrDefault("key", ""), body, bounds)
                        : MessageBody.whole(body, bounds);
                return intake.publish(
                    new InboundMessage(
                        topic, read.key(), read.payload(), read.attributes(), dedupId));
              } catch (RequestRefused refused) {
                throw new CompletionException(refused);
              }
            })
        .thenApply(_ -> EventRequests.accepted(1));
  }

  private CompletionStage<HttpResponse> page(Exchange exchange, String topic)
      throws RequestRefused {
    Map<String, String> given =
        InstanceReads.parameters(exchange, Set.of("from", "limit", "cursor"));
    int limit = InstanceReads.limit(given, settings.reads());
    TopicCursor after = cursor("cursor", given.getOrDefault("cursor", ""));
    Instant from = from(given);
    return blocking.run(
        () ->
            Responses.json(TopicRows.page(topic, topics.reads().read(topic, after, from, limit))));
  }

  private HttpResponse follow(Exchange exchange, String topic) throws RequestRefused {
    Map<String, String> given = InstanceReads.parameters(exchange, Set.of("from", "cursor"));
    String last = exchange.headers().lastEvent();
    TopicCursor after =
        last.isEmpty()
            ? cursor("cursor", given.getOrDefault("cursor", ""))
            : cursor("Last-Event-ID", last);
    var start = new TopicFollower.Start(topic, after, from(given));
    return streams.follow(
        exchange.isHead(),
        () -> new TopicFollower(topics.reads(), start, settings.topics().poll()));
  }

  static String topic(String name) throws RequestRefused {
    if (!EntityId.isService(name)) {
      throw invalid("A topic is named by lower-case words with hyphens, such as new-orders.");
    }
    return name;
  }

  private static TopicCursor cursor(String where, String text) throws RequestRefused {
    return text.isEmpty()
        ? TopicCursor.START
        : TopicCursor.parse(text)
            .orElseThrow(() -> invalid(where + " must be a cursor that a page or event had."));
  }

  private static Instant from(Map<String, String> given) throws RequestRefused {
    try {
      return given.containsKey("from")
          ? Instant.parse(given.getOrDefault("from", ""))
          : Instant.EPOCH;
    } catch (DateTimeException e) {
      throw invalid("from must be a time such as 2026-01-31T10:00:00Z.");
    }
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.problem(detail));
  }
}
