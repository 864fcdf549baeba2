package dev.holdfast.edge;

import dev.holdfast.deployments.DeployRequest;
import dev.holdfast.deployments.DeploymentAccess;
import dev.holdfast.deployments.DeploymentRefused;
import dev.holdfast.deployments.ReplayRequest;
import dev.holdfast.deployments.Undertaking;
import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.deployments.DeploymentBody;
import dev.holdfast.edge.deployments.ProgressFeed;
import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.edge.streams.EventStream;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Deployments for operators: {@code /v1/packages} and {@code /v1/deployments}.
 *
 * <p>Invariant: nothing is done before the whole request was read. What takes its time is told as
 * it goes to whoever asks for an event stream; it goes on if they leave.
 */
final class DeploymentRequests {
  private static final Set<String> DEPLOY =
      Set.of("name", "package", "http", "lambda", "percent", "force", "sample", "decide");

  private final EdgeSettings settings;
  private final DeploymentAccess deployments;
  private final BodyReader bodies;
  private final BlockingWork blocking;
  private final BlockingWork orders;
  private final EventStream streams;
  private final ThreadFactory threads = Thread.ofVirtual().name("deploy-", 0).factory();

  DeploymentRequests(
      EdgeSettings settings, EdgeParts parts, BodyReader bodies, EventStream streams) {
    this.settings = settings;
    this.deployments = parts.deployments();
    this.bodies = bodies;
    this.streams = streams;
    // Its own: replays take their time, and keep nobody from reading.
    this.blocking = new BlockingWork(settings.reads().concurrent());
    this.orders = new BlockingWork(settings.reads().concurrent());
  }

  /** Something that is asked for with a body. */
  @FunctionalInterface
  private interface Reading {
    ProgressFeed.Work read(DeploymentBody body) throws RequestRefused;
  }

  CompletionStage<HttpResponse> answer(Exchange exchange, List<String> path) throws RequestRefused {
    Access.OPERATORS.require(exchange.caller());
    if (path.get(1).equals("packages")) {
      return path.size() == 2 ? keep(exchange) : unknown();
    }
    return switch (path.size()) {
      case 2 -> list(exchange);
      case 3 -> one(exchange, path.get(2));
      case 4 -> change(exchange, path.get(2), path.get(3));
      default -> unknown();
    };
  }

  private static CompletionStage<HttpResponse> unknown() throws RequestRefused {
    throw new RequestRefused(
        ProblemCode.UNKNOWN_ROUTE.problem("See /openapi.json for what there is."));
  }

  private CompletionStage<HttpResponse> keep(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    String signature =
        exchange.request().getHeader("Holdfast-Signature").map(header -> header.value()).orElse("");
    return bodies
        .readPackage(exchange, deployments.mostPackageBytes())
        .thenCompose(
            zip ->
                started(
                    () -> run(_ -> deployments.keep(zip, signature, exchange.caller().name()))));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET", "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    if (exchange.method().equals("GET")) {
      return run(_ -> deployments.all());
    }
    return posted(
        exchange,
        DEPLOY,
        body -> {
          DeployRequest request = body.request(exchange.caller().name());
          return progress -> deployments.deploy(request, progress);
        });
  }

  private CompletionStage<HttpResponse> one(Exchange exchange, String name) throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET", "DELETE");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    return exchange.method().equals("GET")
        ? run(_ -> deployments.one(name))
        : run(_ -> deployments.remove(name, exchange.caller().name()));
  }

  private CompletionStage<HttpResponse> change(Exchange exchange, String name, String what)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "POST");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    String by = exchange.caller().name();
    return switch (what) {
      case "promote" ->
          ordered(
              exchange,
              Set.of("version"),
              body -> {
                int number = body.number("version", 1);
                return _ -> deployments.promote(name, number, by);
              });
      case "rollback" ->
          ordered(
              exchange,
              Set.of("version"),
              body -> {
                int number = body.number("version", 1, 0);
                return _ -> deployments.rollBack(name, number, by);
              });
      case "share" ->
          ordered(
              exchange,
              Set.of("version", "percent"),
              body -> {
                int number = body.number("version", 1);
                int share = body.percent("percent", -1);
                return _ -> deployments.share(name, number, share, by);
              });
      case "replay" ->
          posted(
              exchange,
              Set.of("version", "sample", "decide"),
              body -> {
                int number = body.number("version", 1);
                ReplayRequest replay = body.replay(Optional.of(Integer.MAX_VALUE));
                return progress -> deployments.replay(name, number, replay, progress);
              });
      default -> unknown();
    };
  }

  /** What is done at once, and must not wait behind replays. */
  private CompletionStage<HttpResponse> ordered(
      Exchange exchange, Set<String> fields, Reading reading) throws RequestRefused {
    return read(exchange, fields, reading, work -> run(work, orders));
  }

  private CompletionStage<HttpResponse> posted(
      Exchange exchange, Set<String> fields, Reading reading) throws RequestRefused {
    return read(
        exchange,
        fields,
        reading,
        work ->
            exchange.headers().acceptsEventStream()
                ? CompletableFuture.completedFuture(told(exchange, work))
                : run(work));
  }

  /** How work that was asked for is begun. */
  private interface Begun {
    CompletionStage<HttpResponse> begin(ProgressFeed.Work work) throws RequestRefused;
  }

  private CompletionStage<HttpResponse> read(
      Exchange exchange, Set<String> fields, Reading reading, Begun begun) throws RequestRefused {
    return bodies
        .read(exchange, settings.bodies().usual())
        .thenCompose(
            bytes ->
                started(
                    () -> {
                      if (bytes.length > 0) {
                        Optional<Problem> fault = JsonGuard.check(bytes, settings.document());
                        if (fault.isPresent()) {
                          throw new RequestRefused(fault.get());
                        }
                      }
                      return begun.begin(reading.read(DeploymentBody.of(bytes, fields)));
                    }));
  }

  private HttpResponse told(Exchange exchange, ProgressFeed.Work work) throws RequestRefused {
    String instance = exchange.target().path();
    // Begun once the stream is open: who is refused that has had nothing done.
    return streams.follow(
        false,
        () ->
            ProgressFeed.start(
                work, threads, problem -> Json.wrap(Responses.document(problem, instance))));
  }

  /** Something that may be refused before it is begun. */
  private interface Start {
    CompletionStage<HttpResponse> begin() throws RequestRefused;
  }

  private static CompletionStage<HttpResponse> started(Start start) {
    try {
      return start.begin();
    } catch (RequestRefused refused) {
      throw new CompletionException(refused);
    }
  }

  private CompletionStage<HttpResponse> run(ProgressFeed.Work work) throws RequestRefused {
    return run(work, blocking);
  }

  private static CompletionStage<HttpResponse> run(ProgressFeed.Work work, BlockingWork threads)
      throws RequestRefused {
    return threads.run(
        () -> {
          try {
            return Responses.json(work.run(Undertaking.SILENT)).addHeader(Responses.NO_STORE);
          } catch (DeploymentRefused refused) {
            throw new RequestRefused(refused.problem());
          }
        });
  }
}
