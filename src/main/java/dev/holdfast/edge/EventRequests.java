package dev.holdfast.edge;

import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.JsonLimits;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.topics.Intake;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.cloudevents.CloudEvent;
import dev.holdfast.messaging.cloudevents.CloudEventLimits;
import dev.holdfast.messaging.cloudevents.CloudEventReader;
import dev.holdfast.messaging.cloudevents.CloudEventReader.Mode;
import dev.holdfast.messaging.cloudevents.InvalidEvent;
import dev.holdfast.messaging.cloudevents.TopicEvents;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
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
 * CloudEvents that operators send.
 *
 * <p>Invariant: nothing is published before all that came was read and found right.
 */
final class EventRequests {
  private static final String EVENT_PREFIX = "ce-";

  /** How the HTTP server tells that a message has no content type. */
  private static final Set<String> NO_TYPE = Set.of("none/none", "");

  private final EdgeSettings settings;
  private final BodyReader bodies;
  private final Intake intake;
  private final CloudEventReader events;
  private final JsonLimits document;

  EventRequests(EdgeSettings settings, BodyReader bodies, Intake intake) {
    this.settings = settings;
    this.bodies = bodies;
    this.intake = intake;
    CloudEventLimits limits = settings.events();
    this.events = new CloudEventReader(limits);
    this.document =
        new JsonLimits(limits.depth(), limits.tokens(), limits.bytes(), limits.numberLength());
  }

  /** {@code POST /v1/events?topic=}: CloudEvents in each of their modes. */
  CompletionStage<HttpResponse> answer(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    Map<String, String> given = InstanceReads.parameters(exchange, Set.of("topic"));
    if (!given.containsKey("topic")) {
      throw invalid("The parameter topic is missing: /v1/events?topic=NAME.");
    }
    String topic = TopicRequests.topic(given.getOrDefault("topic", ""));
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

  static HttpResponse accepted(int messages) {
    return Responses.json(Json.of("{\"accepted\":" + messages + "}"));
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.problem(detail));
  }
}
