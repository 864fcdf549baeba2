package dev.holdfast.runtimes.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.runtimes.remote.Attempts.Outcome;
import dev.holdfast.runtimes.remote.Endpoint;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/**
 * A function in AWS Lambda, invoked synchronously.
 *
 * <p>Invariant: nothing is ever invoked asynchronously, so Lambda itself repeats nothing; what is
 * asked again is asked by {@link Attempts}, and a decision that was made twice is committed once.
 */
final class LambdaEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(LambdaEndpoint.class);
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Each invocation may be answered by another instance. */
  private static final long INCARNATION = 1;

  private final String name;
  private final LambdaTarget target;
  private final LambdaSettings settings;
  private final LambdaClient client;
  private final Attempts attempts;
  private volatile String executed = "";

  LambdaEndpoint(
      String name,
      LambdaTarget target,
      LambdaSettings settings,
      LambdaClient client,
      Attempts attempts) {
    this.name = name;
    this.target = target;
    this.settings = settings;
    this.client = client;
    this.attempts = attempts;
  }

  /** Which code it is: where, and the version that was run last where Lambda says so. */
  String address() {
    return "lambda:%s:%s:%s:%s"
        .formatted(target.region(), target.function(), target.qualifier().orElse(""), executed);
  }

  @Override
  public Answer ask(Request request) throws NoAnswer, InterruptedException {
    byte[] payload = payload(request);
    if (payload.length > settings.requestBytes()) {
      throw new NoAnswer(
          ("The request has %d bytes; Lambda takes %d (holdfast.runtimes.lambda.request-bytes)."
                  + " The state of an instance goes along with each request")
              .formatted(payload.length, settings.requestBytes()));
    }
    InvokeRequest invoke =
        InvokeRequest.builder()
            .functionName(target.function())
            .qualifier(orNull(target))
            .invocationType(InvocationType.REQUEST_RESPONSE)
            .payload(SdkBytes.fromByteArrayUnsafe(payload))
            .build();
    return new Answer(attempts.ask(request.deadline(), _ -> attempt(invoke)), INCARNATION);
  }

  private static @Nullable String orNull(LambdaTarget target) {
    return target.qualifier().orElse(null);
  }

  private static byte[] payload(Request request) {
    var bytes = new ByteArrayOutputStream(request.body().size() + 64);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("path", "/holdfast/v1/" + request.path());
      out.writeFieldName("body");
      request.body().write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Outcome attempt(InvokeRequest invoke) {
    try {
      InvokeResponse response = client.invoke(invoke);
      noteVersion(response.executedVersion());
      byte[] payload = response.payload() == null ? new byte[0] : response.payload().asByteArray();
      String error = response.functionError();
      if (error != null && !error.isEmpty()) {
        return LambdaAnswer.failure(error, payload);
      }
      if (payload.length > settings.answerBytes()) {
        return new Outcome.Failed(
            new NoAnswer(
                "It answered %d bytes; holdfast.runtimes.lambda.answer-bytes is %d"
                    .formatted(payload.length, settings.answerBytes())));
      }
      return LambdaAnswer.read(payload);
    } catch (SdkException e) {
      var why = new NoAnswer("It could not be invoked: " + NoAnswer.plain(told(e)), e);
      return mayPass(e) ? new Outcome.Again(why, Duration.ZERO) : new Outcome.Failed(why);
    }
  }

  private static String told(SdkException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Throttling, a defect over there, a connection that failed, a function that is being made. */
  private static boolean mayPass(SdkException e) {
    return switch (e) {
      case ResourceConflictException _ -> true;
      case SdkServiceException service ->
          service.isThrottlingException() || service.statusCode() >= 500;
      default -> e.retryable();
    };
  }

  /** An alias that moves is another version of the code under the same name of ours. */
  private void noteVersion(@Nullable String version) {
    if (version == null || version.equals(executed)) {
      return;
    }
    if (!executed.isEmpty()) {
      LOG.warn(
          "{}: {} runs version {}, was {} before: deploy it again so that it has a version here",
          name,
          target.function(),
          version,
          executed);
    }
    executed = version;
  }

  @Override
  public long incarnation(int affinity) {
    return INCARNATION;
  }

  @Override
  public void close() {
    attempts.close();
    client.close();
  }
}
