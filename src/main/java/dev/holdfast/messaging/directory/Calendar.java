package dev.holdfast.messaging.directory;

import dev.holdfast.protocol.HandlerCall;
import java.time.Instant;
import java.util.Optional;

/**
 * When a handler runs by itself.
 *
 * @param name {@code service.handler.id}
 * @param call what runs
 */
public record Calendar(String name, HandlerCall call, Times times) {
  /** The due times, in order. */
  public interface Times {
    /** The first time after another; empty when there is none. */
    Optional<Instant> after(Instant time);

    /**
     * Which of the times up to now is to run that none ran for.
     *
     * @param last the time that was last taken care of
     */
    Optional<Instant> due(Instant last, Instant now);
  }
}
