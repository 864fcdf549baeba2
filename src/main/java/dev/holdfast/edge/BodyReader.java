package dev.holdfast.edge;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.ProblemCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;

/**
 * Takes in the body of a request.
 *
 * <p>Invariant: a body is of the media type that was asked for, no larger than its limit and
 * complete within its time, or the request is refused; a slow trickle counts against the same clock
 * as silence.
 */
final class BodyReader {
  private static final byte[] NOTHING = new byte[0];

  private final EdgeSettings.Bodies settings;
  private final Materializer materializer;

  BodyReader(EdgeSettings.Bodies settings, Materializer materializer) {
    this.settings = settings;
    this.materializer = materializer;
  }

  /** The bytes; the stage is already complete when they came together with the head. */
  CompletionStage<byte[]> read(Exchange exchange, int limit) throws RequestRefused {
    RequestEntity entity = exchange.request().entity();
    if (entity.isKnownEmpty()) {
      return CompletableFuture.completedFuture(NOTHING);
    }
    if (exchange.method().equals("GET")) {
      throw new RequestRefused(
          ProblemCode.INVALID_REQUEST.problem("A GET takes no body; POST the argument instead."));
    }
    requireJson(entity.getContentType());
    return readAny(exchange, limit);
  }

  /** The bytes of a body of any media type; none for an absent one. */
  CompletionStage<byte[]> readAny(Exchange exchange, int limit) throws RequestRefused {
    return readAny(exchange, limit, settings.receive());
  }

  /** The same of a package, which may take its time. */
  CompletionStage<byte[]> readPackage(Exchange exchange, int limit) throws RequestRefused {
    return readAny(exchange, limit, settings.upload());
  }

  private CompletionStage<byte[]> readAny(Exchange exchange, int limit, Duration patience)
      throws RequestRefused {
    requirePlain(exchange);
    RequestEntity entity = exchange.request().entity();
    if (entity instanceof HttpEntity.Strict strict) {
      if (strict.getData().size() > limit) {
        throw tooLarge(limit);
      }
      return CompletableFuture.completedFuture(strict.getData().toArrayUnsafe());
    }
    if (entity.getContentLengthOption().orElse(0) > limit) {
      throw tooLarge(limit);
    }
    return entity
        .withSizeLimit(limit)
        .toStrict(patience.toMillis(), Integer.MAX_VALUE, materializer)
        .handle(
            (strict, failure) -> {
              if (failure != null) {
                throw new CompletionException(refusal(failure, limit, patience));
              }
              return strict.getData().toArrayUnsafe();
            });
  }

  private static RequestRefused refusal(Throwable failure, int limit, Duration patience) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case EntityStreamSizeException _ -> tooLarge(limit);
      case TimeoutException _ ->
          new RequestRefused(
              ProblemCode.RECEIVE_TIMEOUT.problem(
                  "The body did not arrive within " + patience.toMillis() + " ms."));
      default ->
          new RequestRefused(
              ProblemCode.INVALID_REQUEST.problem("The body ended or broke before it was whole."));
    };
  }

  private static void requirePlain(Exchange exchange) throws RequestRefused {
    String encoding = exchange.headers().contentEncoding();
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw new RequestRefused(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE.problem("Send the body without Content-Encoding."));
    }
  }

  private static void requireJson(ContentType type) throws RequestRefused {
    String subtype = type.mediaType().subType();
    boolean json =
        type.mediaType().mainType().equals("application")
            && (subtype.equals("json") || subtype.endsWith("+json"));
    boolean utf8 =
        type.getCharsetOption().map(charset -> charset.value().equals("UTF-8")).orElse(true);
    if (!json || !utf8) {
      throw new RequestRefused(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE.problem(
              "Send the body as Content-Type: application/json, in UTF-8."));
    }
  }

  private static RequestRefused tooLarge(int limit) {
    return new RequestRefused(
        ProblemCode.TOO_LARGE.problem("The body may have at most " + limit + " bytes."));
  }
}
