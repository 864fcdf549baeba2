package dev.holdfast.messaging.directory;

import dev.holdfast.protocol.HandlerCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a handler runs by itself.
 *
 * @param name {@code service.handler.id}
 * @param call what runs
 */
public record Calendar(String name, HandlerCall call, Times times) {
  /** What is later than this was missed: longer than a slice takes to move to another node. */
  static final Duration PUNCTUAL = Duration.ofMinutes(1);

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
