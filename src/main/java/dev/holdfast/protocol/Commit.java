package dev.holdfast.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that one handled command caused, written as one journal entry: the atom of the platform.
 *
 * <p>Invariant: a commit is complete. Its events, its reply and the fact that its cause was handled
 * are on disk together or not at all.
 *
 * <pre>
 *   cause ──► handler ──► events ──► state
 *                   ├───► reply
 *                   └───► outbox: sends, publications, timers, parking
 * </pre>
 *
 * @param cause what a repetition is recognised by; absent when the caller gave no key
 * @param handler the wire name of the handler that decided
 * @param reply what the caller was answered
 * @param time when it was decided; never before the time of the entity's previous commit
 * @param version the version of the service that decided
 * @param outbox what it causes beside the state; mostly empty
 * @param asked what its handler was told; only where commands are recorded
 */
public record Commit(
    Optional<Cause> cause,
    String handler,
    List<EventData> events,
    Json reply,
    Caller caller,
    Instant time,
    String version,
    Outbox outbox,
    Optional<Asked> asked) {
  public Commit {
    events = List.copyOf(events);
  }

  /**
   * What a handler was told, so that another version can be told the same.
   *
   * @param now the time that it was told: a little before the commit's own, or any where the clocks
   *     of nodes differ
   */
  public record Asked(Json argument, Instant now) {}

  /** The same with what its handler was told. */
  public Commit recording(Asked told) {
    return new Commit(
        cause, handler, events, reply, caller, time, version, outbox, Optional.of(told));
  }
}
