package dev.holdfast.edge;

import dev.holdfast.edge.connections.BlockingWork;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Calls whose callers do not wait ({@code Prefer: respond-async}) and ask for the outcome later.
 *
 * <p>Invariant: what was committed is remembered by its instance, so any node can tell it; only
 * what wrote nothing is kept here, and only so many. A token names the instance, the handler and
 * the key, so asking is authorised like calling, and it has the digest of the argument, so a key
 * that was used for another call never shows that call's reply.
 */
final class AsyncInvocations {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final EdgeSettings.Async settings;
  private final EdgeSettings.Deadlines deadlines;
  private final EdgeParts parts;
  private final BlockingWork blocking;
  private final Map<String, Integer> pending = new HashMap<>();
  private final Map<String, Outcome.Refused> refused = new LinkedHashMap<>();
  private int running;

  AsyncInvocations(EdgeSettings settings, EdgeParts parts, BlockingWork blocking) {
    this.settings = settings.async();
    this.deadlines = settings.deadlines();
    this.parts = parts;
    this.blocking = blocking;
  }

  /** What a token says. */
  record Token(EntityId target, String handler, String key, long digest) {
    String encode() {
      String text =
          String.join("\n", target.service(), target.id(), handler, key, Long.toHexString(digest));
      return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Token> decode(String token) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        String[] fields = text.split("\n", -1);
        return fields.length == 5
            ? Optional.of(
                new Token(
                    new EntityId(fields[0], fields[1]),
                    fields[2],
                    fields[3],
                    Long.parseUnsignedLong(fields[4], 16)))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  CompletionStage<HttpResponse> start(Call call) throws RequestRefused {
    String key = call.idempotencyKey().orElseGet(this::newKey);
    String token = new Token(call.target(), call.handler(), key, call.digest()).encode();
    enter(token);
    var keyed =
        new Call(
            call.target(),
            call.handler(),
            call.argument(),
            call.caller(),
            Optional.of(key),
            call.expectedSequence(),
            call.strong(),
            call.deadline(),
            call.chain(),
            Origin.Asked.ASKED);
    var _ =
        parts
            .services()
            .command(keyed)
            .whenComplete((outcome, failure) -> leave(token, Optional.ofNullable(outcome)));
    return CompletableFuture.completedFuture(
        waiting(token).addHeader(RawHeader.create("Preference-Applied", "respond-async")));
  }

  private String newKey() {
    var hex = HexFormat.of();
    return hex.toHexDigits(parts.random().getAsLong())
        + hex.toHexDigits(parts.random().getAsLong());
  }

  private synchronized void enter(String token) throws RequestRefused {
    if (running >= settings.pending()) {
      throw new RequestRefused(
          ProblemCode.OVERLOADED.problem("Too many calls run that nobody waits for."), 1);
    }
    running++;
    pending.merge(token, 1, Integer::sum);
    refused.remove(token);
  }

  private synchronized void leave(String token, Optional<Outcome> outcome) {
    running--;
    pending.computeIfPresent(token, (known, calls) -> calls == 1 ? null : calls - 1);
    Outcome.Refused failed =
        Outcome.Refused.of(ProblemCode.INTERNAL.problem("Something failed inside."));
    if (outcome.orElse(failed) instanceof Outcome.Refused told) {
      refused.put(token, told);
      if (refused.size() > settings.outcomes()) {
        refused.remove(refused.keySet().iterator().next());
      }
    }
  }

  private synchronized boolean isPending(String token) {
    return pending.containsKey(token);
  }

  private synchronized Optional<Outcome.Refused> refused(String token) {
    return Optional.ofNullable(refused.get(token));
  }

  private static HttpResponse waiting(String token) {
    return Responses.json(Json.of("{\"status\":\"pending\"}"))
        .withStatus(StatusCodes.ACCEPTED)
        .addHeader(RawHeader.create("Location", "/v1/invocations/" + token))
        .addHeader(RawHeader.create("Retry-After", "1"));
  }

  /** {@code GET /v1/invocations/TOKEN}: what the call would have been answered. */
  CompletionStage<HttpResponse> outcome(Exchange exchange, String text, Directory directory)
      throws RequestRefused {
    RequestRefused unknown =
        new RequestRefused(
            ProblemCode.UNKNOWN_INVOCATION.problem("It never was, or it is no longer remembered."));
    Token token = Token.decode(text).orElseThrow(() -> unknown);
    Endpoint endpoint =
        directory
            .service(token.target().service())
            .flatMap(service -> service.endpoint(token.handler()))
            .orElseThrow(() -> unknown);
    endpoint.access().require(exchange.caller());
    if (isPending(text)) {
      return CompletableFuture.completedFuture(waiting(text));
    }
    Instant deadline = parts.clock().instant().plus(deadlines.usual());
    String instance = exchange.target().path();
    return parts
        .services()
        .outcomeOf(token.target(), token.key(), deadline)
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case Outcome.Refused remembered ->
                      CompletableFuture.completedFuture(refused(text).orElse(remembered));
                  case Outcome.Replied replied -> unlessOfAnother(token, replied);
                  case Outcome.Answered _, Outcome.Inspected _ ->
                      CompletableFuture.completedFuture(outcome);
                })
        .thenApply(outcome -> HandlerCalls.response(outcome, Responses.Freshness.STRONG, instance));
  }

  /** An instance knows outcomes by key alone; the commit says whose the key was. */
  private CompletionStage<Outcome> unlessOfAnother(Token token, Outcome.Replied replied) {
    try {
      return blocking.run(
          () ->
              parts
                  .history()
                  .cause(token.target(), replied.sequence())
                  .filter(cause -> cause.digest() != token.digest())
                  .<Outcome>map(
                      _ ->
                          Outcome.Refused.of(
                              ProblemCode.KEY_REUSED.problem(
                                  "This key was used with another handler or argument.")))
                  .orElse(replied));
    } catch (RequestRefused refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }
}
