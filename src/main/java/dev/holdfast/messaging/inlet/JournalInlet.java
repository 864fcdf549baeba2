package dev.holdfast.messaging.inlet;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Publication;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.Services;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Journals messages from outside at instances of the inlet's service: all messages of a topic with
 * one key at the same one.
 *
 * <p>Invariant: of one topic and key at most one message is on its way; the next follows when its
 * fate is known, so that moving instances cannot change the order.
 */
public final class JournalInlet implements Inlet {
  /** Instances for each topic: enough to use every node, few enough to stay in memory. */
  private static final int INSTANCES = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Services services;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

  public JournalInlet(Services services, InstantSource clock) {
    this.services = services;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> publish(InboundMessage message) {
    Optional<Problem> wrong = wrong(message);
    if (wrong.isPresent()) {
      return CompletableFuture.failedStage(new NotPublished(wrong.get()));
    }
    Json argument;
    try {
      argument = InletRuntime.argument(message);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(
          new NotPublished(ProblemCode.INVALID_JSON.problem(String.valueOf(e.getMessage()))));
    }
    String line = message.topic() + "/" + message.key();
    var mine = new CompletableFuture<Void>();
    CompletableFuture<Void> before = last.put(line, mine);
    if (before == null) {
      send(message, argument, line, mine);
      return mine;
    }
    return before
        .handle((_, _) -> line)
        .thenCompose(
            _ -> {
              send(message, argument, line, mine);
              return mine;
            });
  }

  /** What a topic cannot hold; the sender's fault, however often it is sent. */
  private static Optional<Problem> wrong(InboundMessage message) {
    if (!Publication.isTopic(message.topic())) {
      return Optional.of(
          ProblemCode.INVALID_REQUEST.problem(
              "A topic is named by lower-case words with hyphens, at most 64 characters."));
    }
    return message.key().isEmpty() || Publication.isKey(message.key())
        ? Optional.empty()
        : Optional.of(
            ProblemCode.INVALID_REQUEST.problem(
                "A key has at most %d characters and no control characters."
                    .formatted(Publication.LONGEST_KEY)));
  }

  private void send(
      InboundMessage message, Json argument, String line, CompletableFuture<Void> mine) {
    services
        .command(call(message, argument))
        .whenComplete(
            (outcome, failure) -> {
              last.remove(line, mine);
              end(mine, outcome, failure);
            });
  }

  private static void end(
      CompletableFuture<Void> mine, Outcome outcome, @Nullable Throwable failure) {
    if (failure != null) {
      mine.completeExceptionally(failure);
    } else if (outcome instanceof Outcome.Refused(var problem, int _) && !isThere(problem)) {
      mine.completeExceptionally(new NotPublished(problem));
    } else {
      mine.complete(null);
    }
  }

  /** What comes again may differ in what the way of it added, such as that it comes again. */
  private static boolean isThere(Problem problem) {
    return problem.code().equals(ProblemCode.KEY_REUSED.code());
  }

  private Call call(InboundMessage message, Json argument) {
    var crc = new CRC32C();
    crc.update(message.key().getBytes(StandardCharsets.UTF_8));
    long instance = crc.getValue() % INSTANCES;
    return new Call(
        new EntityId(InletRuntime.SERVICE, message.topic() + "." + instance),
        InletRuntime.PUBLISH,
        argument,
        Caller.service(InletRuntime.SERVICE),
        message.dedupId().map(id -> key(message.key(), id)),
        OptionalLong.empty(),
        false,
        clock.instant().plus(PATIENCE),
        List.of(),
        Origin.Asked.ASKED);
  }

  private static String key(String messageKey, String id) {
    String key = messageKey + " " + id;
    if (key.length() <= Cause.LONGEST_KEY) {
      return key;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
