package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.Arguments;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.input.Target;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.history.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Requests that a service's handler answers.
 *
 * <p>Invariant: the caller may call the handler, and the argument is a valid document within the
 * limits, before {@code Services} hears of either.
 */
final class HandlerCalls {
  /** What stands for the instance of a stateless service when the caller names none. */
  static final String NO_INSTANCE = "-";

  private final EdgeSettings settings;
  private final EdgeParts parts;
  private final BodyReader bodies;
  private final AsyncInvocations invocations;
  private final BlockingWork blocking;

  HandlerCalls(
      EdgeSettings settings,
      EdgeParts parts,
      BodyReader bodies,
      AsyncInvocations invocations,
      BlockingWork blocking) {
    this.settings = settings;
    this.parts = parts;
    this.bodies = bodies;
    this.invocations = invocations;
    this.blocking = blocking;
  }

  /** {@code /v1/services/SERVICE/ID/HANDLER}. */
  CompletionStage<HttpResponse> generic(
      Exchange exchange, Directory.Entry service, String id, String handler) throws RequestRefused {
    Endpoint endpoint =
        service
            .endpoint(handler)
            .orElseThrow(
                () ->
                    new RequestRefused(
                        ProblemCode.UNKNOWN_HANDLER.problem(
                            service.description().service() + " has no " + handler + ".")));
    exchange.countFor(endpoint);
    Optional<HttpResponse> other =
        endpoint.handler().query()
            ? Methods.unless(exchange, "GET", "POST")
            : Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    return call(exchange, endpoint, id, exchange.target().parameters());
  }

  /** A route that the service declares. */
  CompletionStage<HttpResponse> declared(Exchange exchange, RouteTree.Match match)
      throws RequestRefused {
    RouteTree.Leaf leaf = match.leaf();
    Endpoint endpoint = leaf.endpoint();
    exchange.countFor(endpoint);
    var given = new ArrayList<Target.Parameter>();
    String id = NO_INSTANCE;
    for (int i = 0; i < leaf.variables().size(); i++) {
      String name = leaf.variables().get(i);
      String value = match.values().get(i);
      if (i == leaf.idVariable()) {
        id = value;
      }
      if (i != leaf.idVariable() || endpoint.hasField(name)) {
        given.add(new Target.Parameter(name, value));
      }
    }
    given.addAll(exchange.target().parameters());
    return call(exchange, endpoint, id, given);
  }

  private CompletionStage<HttpResponse> call(
      Exchange exchange, Endpoint endpoint, String id, List<Target.Parameter> given)
      throws RequestRefused {
    endpoint.access().require(exchange.caller());
    EntityId target = target(endpoint.service().service(), id);
    CompletionStage<byte[]> body = bodies.read(exchange, endpoint.bodyBytes());
    if (body instanceof CompletableFuture<byte[]> whole
        && whole.isDone()
        && !whole.isCompletedExceptionally()) {
      return run(exchange, endpoint, target, given, whole.join());
    }
    return body.thenCompose(
        bytes -> {
          try {
            return run(exchange, endpoint, target, given, bytes);
          } catch (RequestRefused refused) {
            throw new CompletionException(refused);
          }
        });
  }

  static EntityId target(String service, String id) throws RequestRefused {
    if (!EntityId.isId(id)) {
      throw new RequestRefused(
          ProblemCode.INVALID_REQUEST.problem(
              "An instance id has 1 to "
                  + EntityId.LONGEST_ID
                  + " characters and no control"
                  + " character."));
    }
    return new EntityId(service, id);
  }

  private CompletionStage<HttpResponse> run(
      Exchange exchange,
      Endpoint endpoint,
      EntityId target,
      List<Target.Parameter> given,
      byte[] body)
      throws RequestRefused {
    boolean query = endpoint.handler().query();
    Optional<Moment> past = query ? past(endpoint, given) : Optional.empty();
    List<Target.Parameter> fields = past.isEmpty() ? given : without(given, "at");
    Json argument = Arguments.fromBody(endpoint.argument(), body, fields, settings.document());
    boolean async = !query && exchange.headers().respondAsync();
    Instant now = parts.clock().instant();
    Instant deadline =
        exchange
            .headers()
            .deadline(
                now,
                async ? settings.async().deadline() : endpoint.deadline(),
                async ? settings.async().deadline() : settings.deadlines().most());
    if (!deadline.isAfter(now)) {
      throw new RequestRefused(
          ProblemCode.DEADLINE_EXCEEDED.problem("The deadline had passed on arrival."));
    }
    var call =
        new Call(
            target,
            endpoint.handler().name(),
            argument,
            exchange.caller(),
            query ? Optional.empty() : exchange.headers().idempotencyKey(),
            query ? OptionalLong.empty() : exchange.headers().expectedSequence(),
            query && exchange.headers().strong(),
            deadline,
            List.of(),
            Origin.Asked.ASKED);
    String instance = exchange.target().path();
    if (past.isPresent()) {
      Moment at = past.get();
      return blocking
          .run(() -> parts.history().query(call, at))
          .thenApply(outcome -> response(outcome, Responses.Freshness.PAST, instance));
    }
    if (query) {
      var freshness = call.strong() ? Responses.Freshness.STRONG : Responses.Freshness.BOUNDED;
      return parts
          .services()
          .query(call)
          .thenApply(outcome -> response(outcome, freshness, instance));
    }
    return async
        ? invocations.start(call)
        : parts
            .services()
            .command(call)
            .thenApply(outcome -> response(outcome, Responses.Freshness.STRONG, instance));
  }

  /** The moment named by {@code ?at=}, unless the handler has a field of that name. */
  private static Optional<Moment> past(Endpoint endpoint, List<Target.Parameter> given)
      throws RequestRefused {
    if (given.isEmpty() || endpoint.isStateless() || endpoint.hasField("at")) {
      return Optional.empty();
    }
    for (Target.Parameter parameter : given) {
      if (parameter.name().equals("at")) {
        return Optional.of(moment(parameter.value()));
      }
    }
    return Optional.empty();
  }

  static Moment moment(String text) throws RequestRefused {
    return Moment.parse(text)
        .orElseThrow(
            () ->
                new RequestRefused(
                    ProblemCode.INVALID_REQUEST.problem(
                        "at must be a sequence number or a time such as"
                            + " 2026-01-31T10:00:00Z.")));
  }

  private static List<Target.Parameter> without(List<Target.Parameter> given, String name) {
    return given.stream().filter(parameter -> !parameter.name().equals(name)).toList();
  }

  static HttpResponse response(Outcome outcome, Responses.Freshness freshness, String instance) {
    return switch (outcome) {
      case Outcome.Replied replied -> Responses.replied(replied);
      case Outcome.Answered answered -> Responses.answered(answered, freshness);
      case Outcome.Inspected inspected -> Responses.json(inspected.state());
      case Outcome.Refused refused -> Responses.refused(refused, instance);
    };
  }
}
