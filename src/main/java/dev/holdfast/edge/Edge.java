package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.RequestHeaders;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.input.Target;
import dev.holdfast.edge.input.TraceParent;
import dev.holdfast.edge.streams.EventStream;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Deployed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request at a time, for as many connections as there are.
 *
 * <p>Invariant: every request gets exactly one answer, and no answer shows what failed inside.
 * Paths of the platform go before declared routes, so no service can take one over.
 *
 * <pre>
 *   head ──► target, headers, caller ──► room? ──► route ──► access ──► body ──► Services
 *     any refusal on the way ──────────────────────────────► problem+json
 * </pre>
 */
final class Edge {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  private final EdgeSettings settings;
  private final EdgeParts parts;
  private final EdgeMetrics metrics;
  private final Callers callers;
  private final HandlerCalls calls;
  private final InstanceReads reads;
  private final TopicRequests topics;
  private final OperationRequests operations;
  private final ConnectorRequests connectors;
  private final DeploymentRequests deployments;
  private final EventStream streams;
  private final AsyncInvocations invocations;
  private final PlatformPages pages;
  private final AtomicInteger working = new AtomicInteger();
  private volatile Directory directory;

  Edge(EdgeSettings settings, EdgeParts parts, Callers callers, BodyReader bodies) {
    this.settings = settings;
    this.parts = parts;
    this.callers = callers;
    this.metrics = new EdgeMetrics(parts.metrics());
    metrics.gauge("holdfast.http.working", "Requests being worked on.", working);
    this.directory = new Directory(Deployed.NOTHING, settings, metrics);
    var blocking = new BlockingWork(settings.reads().concurrent());
    this.invocations = new AsyncInvocations(settings, parts, blocking);
    this.calls = new HandlerCalls(settings, parts, bodies, invocations, blocking);
    EdgeSettings.Follow follow = settings.follow();
    this.streams =
        new EventStream(new EventStream.Limits(follow.most(), follow.heartbeat(), follow.page()));
    metrics.gauge("holdfast.http.followers", "Streams of events that are open.", streams.open());
    this.reads = new InstanceReads(settings, parts, blocking, streams);
    this.topics = new TopicRequests(settings, parts, bodies, blocking, streams);
    this.operations = new OperationRequests(settings, parts, bodies);
    this.connectors = new ConnectorRequests(settings, parts, bodies, blocking);
    this.deployments = new DeploymentRequests(settings, parts, bodies, streams);
    this.pages = new PlatformPages(parts, metrics, settings.openMetrics(), blocking);
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    long start = System.nanoTime();
    Exchange exchange;
    try {
      exchange = open(request);
    } catch (RequestRefused refused) {
      metrics.platform().record(refused.problem().status(), System.nanoTime() - start);
      return CompletableFuture.completedFuture(problem(refused, ""));
    }
    int others = working.getAndIncrement();
    CompletionStage<HttpResponse> answer = answer(exchange, others);
    if (answer instanceof CompletableFuture<HttpResponse> future
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(close(exchange, future.join(), start));
    }
    return answer.handle(
        (response, failure) ->
            close(exchange, failure == null ? response : failed(exchange, failure), start));
  }

  void stopStreams() {
    streams.stop();
  }

  private Exchange open(HttpRequest request) throws RequestRefused {
    RequestHeaders headers = RequestHeaders.of(request);
    Target target = Target.parse(headers.rawTarget(), settings.connections().parameters());
    Caller caller = callers.of(headers);
    return new Exchange(request, headers, target, caller, metrics.platform());
  }

  private CompletionStage<HttpResponse> answer(Exchange exchange, int others) {
    try {
      if (others >= settings.connections().requests() && !isHealth(exchange)) {
        throw new RequestRefused(
            ProblemCode.OVERLOADED.problem("The node works on as many requests as it may."), 1);
      }
      return route(exchange);
    } catch (RequestRefused refused) {
      return CompletableFuture.completedFuture(problem(refused, exchange.target().path()));
    } catch (RuntimeException failure) {
      return CompletableFuture.completedFuture(failed(exchange, failure));
    }
  }

  private static boolean isHealth(Exchange exchange) {
    return !exchange.path().isEmpty() && exchange.path().getFirst().equals("health");
  }

  private HttpResponse close(Exchange exchange, HttpResponse response, long start) {
    working.getAndDecrement();
    exchange.meter().record(response.status().intValue(), System.nanoTime() - start);
    String trace = exchange.headers().traceparent();
    return TraceParent.isValid(trace)
        ? response.addHeader(
            RawHeader.create(
                "traceparent", TraceParent.continued(trace, parts.random().getAsLong())))
        : response;
  }

  private static HttpResponse failed(Exchange exchange, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RequestRefused refused) {
      return problem(refused, exchange.target().path());
    }
    LOG.error("A request failed: {} {}", exchange.method(), exchange.target().path(), cause);
    return Responses.internal(exchange.target().path());
  }

  private static HttpResponse problem(RequestRefused refused, String instance) {
    return Responses.problem(refused.problem(), instance, refused.retryAfterSeconds());
  }

  /** What is deployed now, worked out again when it has changed. */
  private Directory directory() {
    Directory known = directory;
    Deployed current = parts.services().deployed();
    if (!known.isOf(current)) {
      known = new Directory(current, settings, metrics);
      for (String conflict : known.routes().conflicts()) {
        LOG.warn("A declared route cannot be reached: {}", conflict);
      }
      directory = known;
    }
    return known;
  }

  private CompletionStage<HttpResponse> route(Exchange exchange) throws RequestRefused {
    List<String> path = exchange.path();
    if (path.isEmpty()) {
      throw unknownRoute();
    }
    return switch (path.getFirst()) {
      case "v1" -> platform(exchange, path);
      case "health", "metrics", "problems", "openapi.json" ->
          pages.answer(exchange, path, directory());
      default -> declared(exchange, path);
    };
  }

  private CompletionStage<HttpResponse> platform(Exchange exchange, List<String> path)
      throws RequestRefused {
    String area = path.size() > 1 ? path.get(1) : "";
    return switch (area) {
      case "services" -> services(exchange, path);
      case "invocations" -> {
        if (path.size() != 3) {
          throw unknownRoute();
        }
        Optional<HttpResponse> other = Methods.unless(exchange, "GET");
        yield other.isPresent()
            ? CompletableFuture.completedFuture(other.get())
            : invocations.outcome(exchange, path.get(2), directory());
      }
      case "cluster" -> pages.cluster(exchange, path);
      case "connectors" -> connectors.answer(exchange, path);
      case "deployments", "packages" -> deployments.answer(exchange, path);
      case "events", "topics" -> topics.answer(exchange, path);
      case String other when OperationRequests.AREAS.contains(other) ->
          operations.answer(exchange, path);
      default -> throw unknownRoute();
    };
  }

  private CompletionStage<HttpResponse> services(Exchange exchange, List<String> path)
      throws RequestRefused {
    Directory current = directory();
    if (path.size() == 2) {
      return reads.catalog(exchange, current);
    }
    Directory.Entry service =
        current
            .service(path.get(2))
            .orElseThrow(() -> new RequestRefused(current.deployed().missing(path.get(2))));
    boolean stateless = service.isStateless();
    return switch (path.size()) {
      case 3 -> reads.instances(exchange, service);
      case 4 ->
          stateless
              ? calls.generic(exchange, service, HandlerCalls.NO_INSTANCE, path.get(3))
              : reads.state(exchange, service, path.get(3));
      case 5 ->
          path.get(4).equals("events") && !stateless && !exchange.method().equals("POST")
              ? reads.events(exchange, service, path.get(3))
              : calls.generic(exchange, service, path.get(3), path.get(4));
      default -> throw unknownRoute();
    };
  }

  private CompletionStage<HttpResponse> declared(Exchange exchange, List<String> path)
      throws RequestRefused {
    Directory current = directory();
    RouteTree routes = current.routes();
    Optional<RouteTree.Match> match = routes.match(exchange.method(), path);
    if (match.isPresent()) {
      return calls.declared(exchange, match.get());
    }
    var methods = routes.methods(path);
    if (methods.isEmpty()) {
      // It may be a route of what is not loaded here.
      throw current.deployed().absent().stream()
          .findFirst()
          .map(absent -> new RequestRefused(current.deployed().missing(absent)))
          .orElseGet(Edge::unknownRoute);
    }
    return CompletableFuture.completedFuture(
        exchange.isOptions()
            ? Responses.options(Methods.told(methods))
            : Responses.notAllowed(Methods.told(methods), exchange.target().path()));
  }

  private static RequestRefused unknownRoute() {
    return new RequestRefused(
        ProblemCode.UNKNOWN_ROUTE.problem("See /openapi.json for what there is."));
  }
}
