package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.messaging.ConnectorAccess;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Connectors for operators: how they are doing, and which ones there are on all nodes. */
final class ConnectorRequests {
  private final EdgeSettings settings;
  private final ConnectorAccess connectors;
  private final BodyReader bodies;
  private final BlockingWork blocking;

  ConnectorRequests(
      EdgeSettings settings, EdgeParts parts, BodyReader bodies, BlockingWork blocking) {
    this.settings = settings;
    this.connectors = parts.topics().connectors();
    this.bodies = bodies;
    this.blocking = blocking;
  }

  /** What stands at and below {@code /v1/connectors}. */
  CompletionStage<HttpResponse> answer(Exchange exchange, List<String> path) throws RequestRefused {
    if (path.size() > 3) {
      throw new RequestRefused(
          ProblemCode.UNKNOWN_ROUTE.problem("See /openapi.json for what there is."));
    }
    boolean list = path.size() == 2;
    Optional<HttpResponse> other =
        list ? Methods.unless(exchange, "GET") : Methods.unless(exchange, "GET", "PUT", "DELETE");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    if (list) {
      return blocking.run(() -> answer(connectors.all()));
    }
    String name = path.get(2);
    return switch (exchange.method()) {
      case "PUT" -> put(exchange, name);
      case "DELETE" ->
          blocking.run(
              () -> {
                refuse(connectors.remove(name));
                return answer(Json.of("{\"removed\":true}"));
              });
      default -> blocking.run(() -> answer(one(name)));
    };
  }

  private Json one(String name) throws RequestRefused {
    return connectors
        .one(name)
        .orElseThrow(
            () ->
                new RequestRefused(
                    ProblemCode.UNKNOWN_ROUTE.problem("There is no such connector.")));
  }

  private CompletionStage<HttpResponse> put(Exchange exchange, String name) throws RequestRefused {
    if (!EntityId.isService(name)) {
      throw new RequestRefused(
          ProblemCode.INVALID_REQUEST.problem(
              "A connector is named by lower-case words with hyphens, such as new-orders."));
    }
    return bodies
        .read(exchange, settings.bodies().usual())
        .thenCompose(
            body -> {
              try {
                refuse(JsonGuard.check(body, settings.document()));
                return blocking.run(
                    () -> {
                      refuse(connectors.put(name, Json.wrap(body)));
                      return answer(one(name));
                    });
              } catch (RequestRefused refused) {
                throw new CompletionException(refused);
              }
            });
  }

  private static void refuse(Optional<Problem> problem) throws RequestRefused {
    if (problem.isPresent()) {
      throw new RequestRefused(problem.get());
    }
  }

  private static HttpResponse answer(Json document) {
    return Responses.json(document).addHeader(Responses.NO_STORE);
  }
}
