package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What the platform says about itself: health, metrics, problems, OpenAPI, the cluster. */
final class PlatformPages {
  private static final ContentType PROMETHEUS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

  private static final ContentType MARKDOWN = ContentTypes.parse("text/markdown; charset=UTF-8");
  private static final Json LIVE = Json.of("{\"status\":\"live\"}");
  private static final Json READY = Json.of("{\"status\":\"ready\"}");

  private final EdgeParts parts;
  private final EdgeMetrics metrics;
  private final boolean openMetrics;
  private final BlockingWork blocking;

  PlatformPages(EdgeParts parts, EdgeMetrics metrics, boolean openMetrics, BlockingWork blocking) {
    this.blocking = blocking;
    this.parts = parts;
    this.metrics = metrics;
    this.openMetrics = openMetrics;
  }

  CompletionStage<HttpResponse> answer(Exchange exchange, List<String> path, Directory directory)
      throws RequestRefused {
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    HttpResponse response =
        switch (String.join("/", path)) {
          case "health/live" -> Responses.json(LIVE);
          case "health/ready" -> ready(exchange);
          case "metrics" -> {
            if (!openMetrics) {
              Access.OPERATORS.require(exchange.caller());
            }
            yield Responses.text(PROMETHEUS, metrics.scrape());
          }
          case "openapi.json" ->
              Responses.json(directory.openApi(exchange.caller())).addHeader(Responses.NO_STORE);
          default -> problem(path, directory);
        };
    return CompletableFuture.completedFuture(response);
  }

  private HttpResponse ready(Exchange exchange) {
    Optional<String> reason = parts.notReady().get();
    return reason.isEmpty()
        ? Responses.json(READY)
        : Responses.problem(
            ProblemCode.NOT_READY.problem(reason.get()), exchange.target().path(), 1);
  }

  CompletionStage<HttpResponse> cluster(Exchange exchange, List<String> path)
      throws RequestRefused {
    if (path.size() != 2) {
      throw new RequestRefused(ProblemCode.UNKNOWN_ROUTE.problem("There is nothing below."));
    }
    Optional<HttpResponse> other = Methods.unless(exchange, "GET");
    if (other.isPresent()) {
      return CompletableFuture.completedFuture(other.get());
    }
    Access.OPERATORS.require(exchange.caller());
    return blocking.run(() -> Responses.json(parts.cluster().get()).addHeader(Responses.NO_STORE));
  }

  /** {@code /problems/CODE} of the platform, or {@code /problems/SERVICE/CODE} of a service. */
  private static HttpResponse problem(List<String> path, Directory directory)
      throws RequestRefused {
    if (path.getFirst().equals("problems") && path.size() == 2) {
      for (ProblemCode code : ProblemCode.values()) {
        if (code.code().equals(path.get(1))) {
          return Responses.text(MARKDOWN, page(code));
        }
      }
    }
    if (path.getFirst().equals("problems") && path.size() == 3) {
      Optional<String> rejection = rejection(path.get(1), path.get(2), directory);
      if (rejection.isPresent()) {
        return Responses.text(MARKDOWN, rejection.get());
      }
    }
    throw new RequestRefused(ProblemCode.UNKNOWN_ROUTE.problem("There is no such page."));
  }

  private static String page(ProblemCode code) {
    String name = "/problems/" + code.code() + ".md";
    try (InputStream page = PlatformPages.class.getResourceAsStream(name)) {
      if (page == null) {
        throw new IllegalStateException("The page is missing: " + name);
      }
      return new String(page.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> rejection(String service, String code, Directory directory) {
    Optional<Directory.Entry> entry = directory.service(service);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    for (ServiceDescription.Handler handler : entry.get().description().handlers()) {
      for (ServiceDescription.Rejection rejection : handler.rejections()) {
        if (rejection.code().equals(code)) {
          return Optional.of(
              "# %s/%s (%d)\n\nThe service `%s` refused the call by a rule of its own. Nothing was"
                      .formatted(service, code, rejection.status(), service)
                  + " written. What to do is in the problem's `detail` and with the service's"
                  + " authors.\n");
        }
      }
    }
    return Optional.empty();
  }
}
