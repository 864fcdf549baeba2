package dev.holdfast.services.hosting;

import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.services.messages.Messages;
import java.time.Instant;

/**
 * All that an entity knows after {@code sequence} commits: a fold of them and nothing else.
 *
 * @param time of the last commit; {@link Instant#EPOCH} before the first
 */
record EntityState(
    FunctionState function, long sequence, Instant time, Inbox inbox, Messages messages) {
  EntityState after(FunctionState next, Instant when) {
    return new EntityState(next, sequence + 1, when, inbox, messages);
  }
}
