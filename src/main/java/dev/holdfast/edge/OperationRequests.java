package dev.holdfast.edge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.RequestHeaders;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.messaging.MessagingOperations;
import dev.holdfast.messaging.MessagingOperations.ParkedPage;
import dev.holdfast.messaging.MessagingOperations.Repair;
import dev.holdfast.messaging.OperationRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Origin.Repair.Action;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What operators look at and do about messages: {@code /v1/parked}, {@code /v1/subscriptions},
 * {@code /v1/deliveries}, {@code /v1/timers}, {@code /v1/why}.
 *
 * <p>Invariant: for operators only, and nothing is done before the whole request was read.
 */
final class OperationRequests {
  /** The areas below {@code /v1} that are answered here. */
  static final Set<String> AREAS = Set.of("parked", "subscriptions", "deliveries", "timers", "why");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EdgeSettings settings;
  private final EdgeParts parts;
  private final MessagingOperations operations;
  private final BodyReader bodies;
  private final BlockingWork blocking;

  OperationRequests(EdgeSettings settings, EdgeParts parts, BodyReader bodies) {
    this.settings = settings;
    this.parts = parts;
    this.operations = parts.operations();
    this.bodies = bodies;
    // Its own: whoever waits for an instance that is stuck keeps nobody from reading.
    this.blocking = new BlockingWork(settings.reads().concurrent());
  }

  /** Something that an operator asks for. */
  @FunctionalInterface
  private interface Operation {
    Json run() throws OperationRefused;
  }

  /** Something that is asked for with a body. */
  @FunctionalInterface
  private interface OperationOn<T> {
    Json run(T body) throws OperationRefused;
  }

  /** How a body is read. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(byte[] body) throws RequestRefused;
  }

  CompletionStage<HttpResponse> answer(Exchange exchange, List<String> path) throws RequestRefused {
    Access.OPERATORS.require(exchange.caller());
    return switch (path.get(1)) {
      case "parked" -> parked(exchange, path);
      case "subscriptions" -> subscriptions(exchange, path);
      case "deliveries" -> deliveries(exchange, path);
      case "timers" -> timers(exchange, path);
      default -> why(exchange, path);
    };
  }

  private CompletionStage<HttpResponse> parked(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() == 2) {
      return page(exchange);
    }
    if (path.size() != 5 && path.size() != 6) {
      throw unknownRoute();
    }
    EntityId instance = instance(path.get(2), path.get(3));
    long number = RequestHeaders.sequence("the number", path.get(4));
    if (path.size() == 6) {
      Action action =
          switch (path.get(5)) {
            case "retry" -> new Action.Retry();
            case "skip" -> new Action.Skip();
            default -> throw unknownRoute();
          };
      return post(exchange, () -> operations.repair(repair(exchange, instance, number, action)));
    }
    Optional<HttpResponse> other = Methods.unless(exchange, "GET", "PUT");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    InstanceReads.parameters(exchange, Set.of());
    if (exchange.method().equals("GET")) {
      return run(() -> operations.message(instance, number, within(settings.reads().deadline())));
    }
    return withBody(
        exchange,
        this::document,
        argument ->
            operations.repair(repair(exchange, instance, number, new Action.Edit(argument))));
  }

  private CompletionStage<HttpResponse> page(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Map<String, String> given =
        InstanceReads.parameters(exchange, Set.of("service", "entity", "limit", "cursor"));
    var page =
        new ParkedPage(
            given.getOrDefault("service", ""),
            given.containsKey("entity") ? instance(given.getOrDefault("entity", "")).key() : "",
            given.getOrDefault("cursor", ""),
            InstanceReads.limit(given, settings.reads()));
    return run(() -> operations.parked(page));
  }

  private Repair repair(Exchange exchange, EntityId instance, long number, Action action) {
    Instant deadline = within(settings.deadlines().usual());
    return new Repair(instance, number, action, exchange.caller(), deadline);
  }

  private CompletionStage<HttpResponse> subscriptions(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() == 2) {
      return get(exchange, operations::subscriptions);
    }
    String name = path.get(2);
    if (path.size() == 3) {
      return get(exchange, () -> operations.subscription(name));
    }
    if (path.size() != 4) {
      throw unknownRoute();
    }
    return switch (path.get(3)) {
      case "pause" -> post(exchange, () -> operations.pauseSubscription(name, true));
      case "resume" -> post(exchange, () -> operations.pauseSubscription(name, false));
      case "rewind" ->
          posted(exchange, body -> text(body, "to", true), to -> operations.rewind(name, to));
      default -> throw unknownRoute();
    };
  }

  private CompletionStage<HttpResponse> deliveries(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() == 2) {
      return get(exchange, operations::deliveries);
    }
    if (path.size() != 4) {
      throw unknownRoute();
    }
    String service = path.get(2);
    return switch (path.get(3)) {
      case "pause" ->
          posted(
              exchange,
              body -> text(body, "reason", false),
              reason -> operations.pauseDeliveries(service, reason));
      case "resume" -> post(exchange, () -> operations.resumeDeliveries(service));
      default -> throw unknownRoute();
    };
  }

  private CompletionStage<HttpResponse> timers(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() != 2) {
      throw unknownRoute();
    }
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Map<String, String> given = InstanceReads.parameters(exchange, Set.of("entity", "limit"));
    int limit = InstanceReads.limit(given, settings.reads());
    if (!given.containsKey("entity")) {
      return run(() -> operations.timers(limit));
    }
    EntityId instance = instance(given.getOrDefault("entity", ""));
    return run(() -> operations.timersOf(instance, limit));
  }

  private CompletionStage<HttpResponse> why(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() != 4) {
      throw unknownRoute();
    }
    EntityId instance = instance(path.get(2), path.get(3));
    return get(exchange, () -> operations.why(instance, within(settings.reads().deadline())));
  }

  private Instant within(Duration time) {
    return parts.clock().instant().plus(time);
  }

  private CompletionStage<HttpResponse> get(Exchange exchange, Operation operation)
      throws RequestRefused {
    return plain(exchange, "GET", operation);
  }

  private CompletionStage<HttpResponse> post(Exchange exchange, Operation operation)
      throws RequestRefused {
    return plain(exchange, "POST", operation);
  }

  private CompletionStage<HttpResponse> plain(Exchange exchange, String method, Operation operation)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, method);
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    InstanceReads.parameters(exchange, Set.of());
    return run(operation);
  }

  private <T> CompletionStage<HttpResponse> posted(
      Exchange exchange, Reading<T> reading, OperationOn<T> operation) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    InstanceReads.parameters(exchange, Set.of());
    return withBody(exchange, reading, operation);
  }

  private <T> CompletionStage<HttpResponse> withBody(
      Exchange exchange, Reading<T> reading, OperationOn<T> operation) throws RequestRefused {
    return bodies
        .read(exchange, settings.bodies().usual())
        .thenCompose(
            body -> {
              try {
                T read = reading.read(body);
                return run(() -> operation.run(read));
              } catch (RequestRefused refused) {
                throw new CompletionException(refused);
              }
            });
  }

  private CompletionStage<HttpResponse> run(Operation operation) throws RequestRefused {
    return blocking.run(
        () -> {
          try {
            return Responses.json(operation.run()).addHeader(Responses.NO_STORE);
          } catch (OperationRefused refused) {
            throw new RequestRefused(refused.problem());
          }
        });
  }

  private Json document(byte[] body) throws RequestRefused {
    if (body.length == 0) {
      throw new RequestRefused(
          ProblemCode.INVALID_JSON.problem("The body is the new argument; null for none."));
    }
    Optional<Problem> fault = JsonGuard.check(body, settings.document());
    if (fault.isPresent()) {
      throw new RequestRefused(fault.get());
    }
    return Json.wrap(body);
  }

  /** The only field of a body. */
  private String text(byte[] body, String field, boolean required) throws RequestRefused {
    if (body.length == 0 && !required) {
      return "";
    }
    try {
      JsonNode object = JSON.readTree(document(body).utf8());
      JsonNode value = object.path(field);
      boolean only = object.isObject() && object.size() == (value.isMissingNode() ? 0 : 1);
      if (only && (value.isTextual() || (value.isMissingNode() && !required))) {
        return value.asText();
      }
    } catch (JacksonException e) {
      throw new RequestRefused(ProblemCode.INVALID_JSON.problem("The body cannot be read."));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new RequestRefused(
        ProblemCode.INVALID_REQUEST.at(
            "/" + field, "The body is an object with the text " + field + " and nothing else."));
  }

  private static EntityId instance(String service, String id) throws RequestRefused {
    return instance(service + "/" + id);
  }

  private static EntityId instance(String key) throws RequestRefused {
    try {
      return EntityId.parse(key);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          ProblemCode.INVALID_REQUEST.problem("An instance is named SERVICE/ID, got: " + key));
    }
  }

  private static RequestRefused unknownRoute() {
    return new RequestRefused(
        ProblemCode.UNKNOWN_ROUTE.problem("See /openapi.json for what there is."));
  }
}
