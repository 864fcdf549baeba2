package dev.holdfast.edge;

import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.JsonLimits;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.streams.EventStream;
import dev.holdfast.edge.topics.Intake;
import dev.holdfast.edge.topics.MessageBody;
import dev.holdfast.edge.topics.TopicFollower;
import dev.holdfast.edge.topics.TopicRows;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.messaging.cloudevents.CloudEvent;
import dev.holdfast.messaging.cloudevents.CloudEventLimits;
import dev.holdfast.messaging.cloudevents.CloudEventReader;
import dev.holdfast.messaging.cloudevents.CloudEventReader.Mode;
import dev.holdfast.messaging.cloudevents.InvalidEvent;
import dev.holdfast.messaging.cloudevents.TopicEvents;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Topics for operators: events and messages come in, what is there is read and followed.
 *
 * <p>Invariant: nothing is published before all that came was read and found right.
 */
final class TopicRequests {
  private static final String EVENT_PREFIX = "ce-";

  /** How the HTTP server tells that a message has no content type. */
  private static final Set<String> NO_TYPE = Set.of("none/none", "");

  private final EdgeSettings settings;
  private final EdgeParts.Topics topics;
  private final BodyReader bodies;
  private final BlockingWork blocking;
  private final EventStream streams;
  private final Intake intake;
  private final CloudEventReader events;
  private final JsonLimits document;

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
    CloudEventLimits limits = settings.events();
    this.events = new CloudEventReader(limits);
    this.document =
        new JsonLimits(limits.depth(), limits.tokens(), limits.bytes(), limits.numberLength());
  }

  /** {@code POST /v1/events?topic=}: CloudEvents in each of their modes. */
  CompletionStage<HttpResponse> events(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    Map<String, String> given = InstanceReads.parameters(exchange, Set.of("topic"));
    if (!given.containsKey("topic")) {
      throw invalid("The parameter topic is missing: /v1/events?topic=NAME.");
    }
    String topic = topic(given.getOrDefault("topic", ""));
    String type = exchange.request().entity().getContentType().toString();
    String contentType = NO_TYPE.contains(type) ? "" : type;
    Map<String, String> attributes = attributes(exchange);
    CloudEventLimits limits = settings.events();
    Mode mode = mode(contentType);
    int most = mode == Mode.BINARY ? limits.dataBytes() : limits.bytes();
    return bodies
        .readAny(exchange, Math.min(most, settings.bodies().most()))
        .thenCompose(
            body -> {
              try {
                return publish(topic, read(contentType, attributes, body), mode == Mode.BATCH);
              } catch (RequestRefused refused) {
                throw new CompletionException(refused);
              }
            });
  }

  private static Mode mode(String contentType) throws RequestRefused {
    try {
      return CloudEventReader.mode(contentType);
    } catch (InvalidEvent invalid) {
      throw new RequestRefused(invalid.problem());
    }
  }

  /** The headers that are attributes of an event, by name. */
  private static Map<String, String> attributes(Exchange exchange) throws RequestRefused {
    var attributes = new HashMap<String, String>();
    for (HttpHeader header : exchange.request().getHeaders()) {
      String name = header.lowercaseName();
      if (name.startsWith(EVENT_PREFIX)
          && attributes.put(name.substring(EVENT_PREFIX.length()), header.value()) != null) {
        throw invalid("The header " + name + " stands twice.");
      }
    }
    return attributes;
  }

  private List<CloudEvent> read(String contentType, Map<String, String> attributes, byte[] body)
      throws RequestRefused {
    try {
      if (body.length > 0 && CloudEventReader.isJson(contentType)) {
        Optional<Problem> fault = JsonGuard.check(body, document);
        if (fault.isPresent()) {
          throw new RequestRefused(fault.get());
        }
      }
      return events.read(contentType, attributes, body);
    } catch (InvalidEvent invalid) {
      throw new RequestRefused(invalid.problem());
    }
  }

  private CompletionStage<HttpResponse> publish(String topic, List<CloudEvent> read, boolean batch)
      throws RequestRefused {
    var messages = new ArrayList<InboundMessage>(read.size());
    for (CloudEvent event : read) {
      messages.add(TopicEvents.inbound(topic, event));
    }
    CompletionStage<Void> published =
        batch ? intake.publishBatch(messages) : intake.publish(messages.getFirst());
    return published.thenApply(_ -> accepted(messages.size()));
  }

  private static HttpResponse accepted(int messages) {
    return Responses.json(Json.of("{\"accepted\":" + messages + "}"));
  }

  /** {@code GET /v1/topics}. */
  CompletionStage<HttpResponse> list(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    InstanceReads.parameters(exchange, Set.of());
    return blocking.run(() -> Responses.json(TopicRows.list(topics.reads().topics())));
  }

  /** {@code /v1/topics/TOPIC}: a message comes in, or what is there is read or followed. */
  CompletionStage<HttpResponse> topic(Exchange exchange, String name) throws RequestRefused {
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
        .thenApply(_ -> accepted(1));
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

  private static String topic(String name) throws RequestRefused {
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
