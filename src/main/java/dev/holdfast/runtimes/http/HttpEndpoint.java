package dev.holdfast.runtimes.http;

import dev.holdfast.outbound.SecretReference;
import dev.holdfast.outbound.StandardWebhooks;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.remote.Attempts;
import dev.holdfast.runtimes.remote.Attempts.Outcome;
import dev.holdfast.runtimes.remote.Endpoint;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ContentType;

/**
 * A function behind a URL.
 *
 * <p>Invariant: a request carries its body, a signature of it and the token of the target, and
 * nothing that a caller of the platform sent but what the body says of it.
 */
final class HttpEndpoint implements Endpoint {
  /** Another try may find another instance, or one that is less busy. */
  private static final Set<Integer> AGAIN = Set.of(408, 425, 429, 502, 503, 504);

  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_PAUSE_DIGITS = 4;
  private static final int ID_BYTES = 15;

  /** Behind a URL is whoever answers there: one for as long as this is deployed. */
  private static final long INCARNATION = 1;

  private final HttpTarget target;
  private final Surroundings surroundings;
  private final Exchange exchange;
  private final Attempts attempts;
  private final TokenKeeper token;
  private final SecureRandom random = new SecureRandom();
  private final String below;

  HttpEndpoint(
      HttpTarget target,
      Surroundings surroundings,
      Attempts attempts,
      Exchange exchange,
      TokenKeeper token) {
    this.target = target;
    this.surroundings = surroundings;
    this.attempts = attempts;
    this.exchange = exchange;
    this.token = token;
    this.below = target.url().toString().replaceFirst("/+$", "") + "/holdfast/v1/";
  }

  @Override
  public Answer ask(Request request) throws NoAnswer, InterruptedException {
    URI url = URI.create(below + request.path());
    String id = id();
    Json body =
        attempts.ask(request.deadline(), atMost -> attempt(url, id, request.body(), atMost));
    return new Answer(body, INCARNATION);
  }

  /** The same for all tries of a request, as Standard Webhooks has it. */
  private String id() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "msg_" + Base64.getUrlEncoder().encodeToString(bytes);
  }

  private Outcome attempt(URI url, String id, Json content, Duration atMost)
      throws InterruptedException {
    try {
      TokenKeeper.Held held = token.held(atMost);
      byte[] body = content.utf8();
      Map<String, String> headers = new HashMap<>(held.headers());
      headers.putAll(StandardWebhooks.headers(id, surroundings.clock().instant(), body, keys()));
      Exchange.Response response = exchange.post(url, headers, ContentType.APPLICATION_JSON, body);
      return outcome(response, held);
    } catch (Guard.Refused | Exchange.TooLong | SecretMissing e) {
      return new Outcome.Failed(new NoAnswer(String.valueOf(e.getMessage()), e));
    } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
      return new Outcome.Failed(new NoAnswer("No trusted connection: " + e.getMessage(), e));
    } catch (IOException e) {
      String why = e.getClass().getSimpleName() + ": " + e.getMessage();
      return new Outcome.Again(new NoAnswer("No answer: " + why, e), Duration.ZERO);
    }
  }

  private List<byte[]> keys() throws SecretMissing {
    var keys = new ArrayList<byte[]>();
    for (SecretReference secret : target.secrets()) {
      try {
        keys.add(StandardWebhooks.key(secret.resolve(surroundings.environment()).value()));
      } catch (IOException e) {
        throw new SecretMissing(e);
      }
    }
    return keys;
  }

  private Outcome outcome(Exchange.Response response, TokenKeeper.Held held) {
    int status = response.status();
    if (status == 200) {
      return new Outcome.Answered(response.body());
    }
    if (status >= 300 && status < 400) {
      return new Outcome.Failed(
          new NoAnswer(
              "%d: redirects are not followed (%s)"
                  .formatted(status, NoAnswer.plain(response.header("location")))));
    }
    var why = new NoAnswer(status + ": " + NoAnswer.plain(response.body().toString()));
    if (status == UNAUTHORIZED && token.forget(held)) {
      return new Outcome.Again(why, Duration.ZERO);
    }
    return AGAIN.contains(status)
        ? new Outcome.Again(why, pause(response.header("retry-after")))
        : new Outcome.Failed(why);
  }

  /** A date is as good as nothing: the pauses here are shorter than clocks agree. */
  private static Duration pause(String retryAfter) {
    return retryAfter.length() <= LONGEST_PAUSE_DIGITS && retryAfter.matches("\\d+")
        ? Duration.ofSeconds(Integer.parseInt(retryAfter))
        : Duration.ZERO;
  }

  @Override
  public long incarnation(int affinity) {
    return INCARNATION;
  }

  @Override
  public void close() {
    attempts.close();
    exchange.close();
    token.close();
  }
}
