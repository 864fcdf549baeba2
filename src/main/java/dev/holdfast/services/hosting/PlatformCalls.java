package dev.holdfast.services.hosting;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.Services;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The calls that one handler run makes to other services. They inherit its deadline, carry the
 * chain of instances that wait, and derive their idempotency keys from its own, so that a repeated
 * run is recognised by whoever it calls.
 */
final class PlatformCalls implements Calls {
  private final Services services;
  private final Call cause;
  private final Supplier<RequestId> request;
  private final Waiting waiting;
  private int made;

  /**
   * @param request the identity of the cause where its caller gave no key
   */
  PlatformCalls(Services services, Call cause, Supplier<RequestId> request, Waiting waiting) {
    this.services = services;
    this.cause = cause;
    this.request = request;
    this.waiting = waiting;
  }

  /** How the thread of a handler waits for an answer. */
  @FunctionalInterface
  interface Waiting {
    Outcome await(CompletableFuture<Outcome> answer)
        throws InterruptedException, ExecutionException;
  }

  @Override
  public Result call(EntityId target, String handler, Json argument) {
    List<EntityId> chain = new ArrayList<>(cause.chain());
    chain.add(cause.target());
    made++;
    var call =
        new Call(
            target,
            handler,
            argument,
            Caller.service(cause.target().service()),
            Optional.of(derived(cause.stableKey().orElseGet(() -> request.get().key()))),
            OptionalLong.empty(),
            false,
            cause.deadline(),
            chain,
            Origin.Asked.ASKED);
    boolean query =
        services
            .deployed()
            .runtime(target)
            .flatMap(runtime -> runtime.description().handler(handler))
            .map(ServiceDescription.Handler::query)
            .orElse(false);
    CompletionStage<Outcome> outcome = query ? services.query(call) : services.command(call);
    return switch (await(outcome.toCompletableFuture())) {
      case Outcome.Replied replied -> new Result.Replied(replied.reply());
      case Outcome.Answered answered -> new Result.Replied(answered.value());
      case Outcome.Inspected inspected -> new Result.Replied(inspected.state());
      case Outcome.Refused refused -> new Result.Refused(refused.problem());
    };
  }

  private Outcome await(CompletableFuture<Outcome> answer) {
    try {
      return waiting.await(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.Refused.of(
          ProblemCode.DEADLINE_EXCEEDED.problem("The deadline passed while a service was asked."));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Calls answer with outcomes, never with exceptions.", e);
    }
  }

  private String derived(String key) {
    String derived = cause.target() + "/" + key + "#" + made;
    return derived.length() <= Cause.LONGEST_KEY ? derived : hash(derived);
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** What a call in a chain must not do; empty when it may go on. */
  static Optional<String> objection(Call call, int longestChain) {
    if (call.chain().contains(call.target())) {
      return Optional.of(
          call.target() + " waits for this very call: " + path(call) + ". Use a durable send.");
    }
    if (call.chain().size() >= longestChain) {
      return Optional.of("The chain of waiting calls is too long: " + path(call) + ".");
    }
    return Optional.empty();
  }

  private static String path(Call call) {
    List<String> names = new ArrayList<>();
    call.chain().forEach(id -> names.add(id.key()));
    names.add(call.target().key());
    return String.join(" -> ", names);
  }
}
