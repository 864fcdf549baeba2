package dev.holdfast.services;

import dev.holdfast.protocol.EntityId;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * The way to every instance: a call goes in, an outcome comes back before its deadline.
 *
 * <p>Invariant: every stage completes normally, at the latest shortly after the deadline of its
 * call; failures are {@link Outcome.Refused}.
 */
public interface Services {
  /** What is deployed now; one volatile read. */
  Deployed deployed();

  /** Runs a command handler and answers once its commit is on disk. */
  CompletionStage<Outcome> command(Call call);

  /** Makes a call of the platform's own: a message, a due timer, a repair. */
  CompletionStage<Outcome> deliver(Call call);

  /** Has some node own the slice, if none does: work may wait in it that nobody asks for. */
  void touch(int slice);

  /** Runs a query handler. */
  CompletionStage<Outcome> query(Call call);

  /** The state of an instance as it is now; {@code UNKNOWN_ENTITY} when it has no history. */
  CompletionStage<Outcome> inspect(EntityId id, Instant deadline);

  /**
   * What an instance knows of messages as of its last commit: {@link Outcome.Inspected} with a JSON
   * object of {@code timers}, by time, and {@code parked}, by number. Lists are cut, and large
   * arguments left out.
   */
  CompletionStage<Outcome> messagesOf(EntityId id, Instant deadline);

  /** One parked message, whole; {@code UNKNOWN_MESSAGE} when it is not there. */
  CompletionStage<Outcome> parked(EntityId id, long number, Instant deadline);

  /** The outcome of an earlier call with this idempotency key, while the entity remembers it. */
  CompletionStage<Outcome> outcomeOf(EntityId id, String idempotencyKey, Instant deadline);
}
