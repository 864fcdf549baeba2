package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionState;
import java.util.List;
import java.util.Optional;

/**
 * A state of an instance whose code runs elsewhere: as JSON, or as an older one with the events
 * that came since. Those are folded when somebody needs the state, not one by one while an instance
 * recovers.
 *
 * <p>Invariant: what it stands for never changes; only how much of it is worked out does.
 */
final class RemoteState implements FunctionState {
  private final Folding folding;
  private final Json before;
  private final Tail since;
  private final Optional<Kept> kept;
  private volatile Optional<Json> value;

  /** Works states out; JSON {@code null} is the one before the first event. */
  @FunctionalInterface
  interface Folding {
    Json fold(Json state, List<EventData> events);
  }

  /** Under which name a process may have this very state. */
  record Kept(String token, long incarnation) {}

  private RemoteState(Folding folding, Json before, Tail since, Optional<Kept> kept) {
    this.folding = folding;
    this.before = before;
    this.since = since;
    this.kept = kept;
    this.value = since.isEmpty() ? Optional.of(before) : Optional.empty();
  }

  /** One that is known. */
  static RemoteState of(Folding folding, Json state, Optional<Kept> kept) {
    return new RemoteState(folding, state, Tail.EMPTY, kept);
  }

  /** What it becomes by more events. */
  RemoteState after(List<EventData> events) {
    Optional<Json> known = value;
    return known.isPresent()
        ? new RemoteState(folding, known.get(), Tail.EMPTY.with(events), Optional.empty())
        : new RemoteState(folding, before, since.with(events), Optional.empty());
  }

  /** The token by which that process may know it. */
  Optional<String> tokenAt(long incarnation) {
    return kept.filter(it -> it.incarnation() == incarnation).map(Kept::token);
  }

  /** Of one that is not worked out yet, what it is made of. */
  @Override
  public int size() {
    return value.map(Json::size).orElseGet(() -> before.size() + since.bytes());
  }

  @Override
  public Json encode() {
    Optional<Json> found = value;
    if (found.isEmpty()) {
      found = Optional.of(folding.fold(before, since.events()));
      value = found;
    }
    return found.get();
  }
}
