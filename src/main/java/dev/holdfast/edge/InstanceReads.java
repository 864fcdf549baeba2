package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.edge.input.RequestHeaders;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.input.Target;
import dev.holdfast.edge.openapi.Catalog;
import dev.holdfast.edge.streams.EventStream;
import dev.holdfast.edge.streams.Feed;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.history.HistoryFollower;
import dev.holdfast.services.history.HistoryRefused;
import dev.holdfast.services.history.HistoryRow;
import dev.holdfast.services.history.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What operators may look at: services, instances, states of now and then, and commits.
 *
 * <p>Invariant: for operators only, because a state shows what no handler may have meant to show.
 */
final class InstanceReads {
  private final EdgeSettings.Reads settings;
  private final EdgeParts parts;
  private final BlockingWork blocking;
  private final EventStream streams;

  InstanceReads(
      EdgeSettings settings, EdgeParts parts, BlockingWork blocking, EventStream streams) {
    this.settings = settings.reads();
    this.parts = parts;
    this.blocking = blocking;
    this.streams = streams;
  }

  /** {@code GET /v1/services}. */
  CompletionStage<HttpResponse> catalog(Exchange exchange, Directory directory)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    return CompletableFuture.completedFuture(
        Responses.json(Catalog.of(directory.deployed().descriptions())));
  }

  /** {@code GET /v1/services/SERVICE?prefix=&limit=&cursor=}. */
  CompletionStage<HttpResponse> instances(Exchange exchange, Directory.Entry service)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    Map<String, String> given = parameters(exchange, Set.of("prefix", "limit", "cursor"));
    int limit = limit(given, settings);
    String name = service.description().service();
    return blocking
        .run(
            () ->
                parts
                    .history()
                    .instances(
                        name,
                        given.getOrDefault("prefix", ""),
                        given.getOrDefault("cursor", ""),
                        limit))
        .thenApply(ids -> Responses.json(instances(name, ids, limit)));
  }

  private static Json instances(String service, List<String> ids, int limit) {
    var body = new StringBuilder("{\"service\":");
    JsonStrings.quote(body, service);
    body.append(",\"instances\":[");
    for (int i = 0; i < ids.size(); i++) {
      body.append(i == 0 ? "" : ",");
      JsonStrings.quote(body, ids.get(i));
    }
    body.append(']');
    if (ids.size() == limit) {
      body.append(",\"cursor\":");
      JsonStrings.quote(body, ids.getLast());
    }
    return Json.of(body.append('}').toString());
  }

  /** {@code GET /v1/services/SERVICE/ID?at=}. */
  CompletionStage<HttpResponse> state(Exchange exchange, Directory.Entry service, String id)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    Map<String, String> given = parameters(exchange, Set.of("at"));
    EntityId target = HandlerCalls.target(service.description().service(), id);
    Instant deadline = parts.clock().instant().plus(settings.deadline());
    CompletionStage<Outcome> outcome;
    if (given.containsKey("at")) {
      Moment at = HandlerCalls.moment(given.getOrDefault("at", ""));
      outcome = blocking.run(() -> parts.history().state(target, at, deadline));
    } else {
      outcome = parts.services().inspect(target, deadline);
    }
    String instance = exchange.target().path();
    return outcome.thenApply(
        found ->
            found instanceof Outcome.Inspected inspected
                ? Responses.inspected(target.service(), target.id(), inspected)
                : HandlerCalls.response(found, Responses.Freshness.BOUNDED, instance));
  }

  /** {@code GET /v1/services/SERVICE/ID/events?from=&limit=}, as a page or as a stream. */
  CompletionStage<HttpResponse> events(Exchange exchange, Directory.Entry service, String id)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    EntityId target = HandlerCalls.target(service.description().service(), id);
    if (exchange.headers().acceptsEventStream()) {
      Map<String, String> given = parameters(exchange, Set.of("from"));
      OptionalLong last = exchange.headers().lastEventId();
      long first = last.isPresent() ? last.getAsLong() + 1 : Math.max(1, from(given));
      return CompletableFuture.completedFuture(
          streams.follow(
              exchange.isHead(), () -> new CommitFeed(parts.history().follow(target, first))));
    }
    Map<String, String> given = parameters(exchange, Set.of("from", "limit"));
    long from = Math.max(1, from(given));
    int limit = limit(given, settings);
    Instant deadline = parts.clock().instant().plus(settings.deadline());
    return blocking
        .run(() -> rows(target, from, limit, deadline))
        .thenApply(rows -> Responses.json(page(target, rows, limit)));
  }

  private List<HistoryRow> rows(EntityId target, long from, int limit, Instant deadline)
      throws RequestRefused {
    try {
      return parts.history().commits(target, from, limit, deadline);
    } catch (HistoryRefused refused) {
      throw new RequestRefused(refused.problem());
    }
  }

  private static Json page(EntityId target, List<HistoryRow> rows, int limit) {
    var body = new StringBuilder("{\"service\":");
    JsonStrings.quote(body, target.service());
    body.append(",\"id\":");
    JsonStrings.quote(body, target.id());
    body.append(",\"events\":[");
    for (int i = 0; i < rows.size(); i++) {
      body.append(i == 0 ? "" : ",");
      EventRows.write(body, rows.get(i));
    }
    body.append(']');
    if (rows.size() == limit) {
      body.append(",\"next\":").append(rows.getLast().row().sequence() + 1);
    }
    return Json.of(body.append('}').toString());
  }

  /** The commits of an instance, told as they come. */
  private record CommitFeed(HistoryFollower follower) implements Feed {
    @Override
    public String next(int most, Duration patience) throws HistoryRefused, InterruptedException {
      var text = new StringBuilder();
      for (HistoryRow row : follower.next(most, patience)) {
        text.append("id: ").append(row.row().sequence()).append("\nevent: commit\ndata: ");
        EventRows.write(text, row);
        text.append("\n\n");
      }
      return text.toString();
    }

    @Override
    public boolean isClosed() {
      return follower.isClosed();
    }

    @Override
    public void close() {
      follower.close();
    }
  }

  private static long from(Map<String, String> given) throws RequestRefused {
    return RequestHeaders.sequence("from", given.getOrDefault("from", "1"));
  }

  static int limit(Map<String, String> given, EdgeSettings.Reads settings) throws RequestRefused {
    long limit =
        RequestHeaders.sequence(
            "limit", given.getOrDefault("limit", Integer.toString(settings.page())));
    if (limit < 1) {
      throw new RequestRefused(ProblemCode.INVALID_REQUEST.problem("limit must be at least 1."));
    }
    return (int) Math.min(limit, settings.pageMost());
  }

  /** The parameters by name, each once, none but those that mean something. */
  static Map<String, String> parameters(Exchange exchange, Set<String> known)
      throws RequestRefused {
    var given = new HashMap<String, String>();
    for (Target.Parameter parameter : exchange.target().parameters()) {
      if (!known.contains(parameter.name())) {
        throw new RequestRefused(
            ProblemCode.INVALID_REQUEST.problem("There is no parameter " + parameter.name() + "."));
      }
      if (given.put(parameter.name(), parameter.value()) != null) {
        throw new RequestRefused(
            ProblemCode.INVALID_REQUEST.problem(parameter.name() + " came more than once."));
      }
    }
    return given;
  }
}
