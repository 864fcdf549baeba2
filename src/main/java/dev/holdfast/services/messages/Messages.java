package dev.holdfast.services.messages;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.TimerChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of messages: those it has handled, its timers, those it has parked.
 *
 * <p>Invariant: it is a fold of the commits and nothing else. It belongs to one instance and is
 * changed in place by that instance's own thread; a failed write stops the instance, so what comes
 * of a commit that never happened is never seen.
 */
public final class Messages {
  private final boolean dedup;
  private @Nullable Received received;
  private @Nullable TreeMap<String, PendingTimer> timers;
  private @Nullable TreeMap<Long, ParkedMessage> parked;

  /**
   * Nothing yet.
   *
   * @param dedup false forgets which were handled, as only a test of faults wants it
   */
  public Messages(boolean dedup) {
    this.dedup = dedup;
  }

  /** What a commit changes, whether it was just decided or is read from the journal. */
  public void apply(Commit commit, long sequence) {
    if (commit.cause().isPresent() && commit.cause().get().kind() == Cause.Kind.MESSAGE && dedup) {
      received().note(commit.cause().get());
    }
    Outbox outbox = commit.outbox();
    if (!outbox.isEmpty()) {
      outbox.timers().forEach(change -> apply(change, sequence));
      outbox.parking().forEach(change -> apply(change, sequence));
    }
  }

  private void apply(TimerChange change, long sequence) {
    switch (change) {
      case TimerChange.Set(var name, var due, var call) ->
          put(new PendingTimer(name, sequence, due, call));
      case TimerChange.Gone(var name) -> {
        if (timers != null) {
          timers.remove(name);
        }
      }
    }
  }

  private void apply(ParkingChange change, long sequence) {
    switch (change) {
      case ParkingChange.Parked(var message) -> put(sequence, message);
      case ParkingChange.Failed(var number, var problem, var blocking) ->
          parked(number).ifPresent(it -> put(number, it.failed(problem, blocking)));
      case ParkingChange.Edited(var number, var argument) ->
          parked(number).ifPresent(it -> put(number, it.edited(argument)));
      case ParkingChange.Released(var number, var _) -> {
        if (parked != null) {
          parked.remove(number);
        }
      }
    }
  }

  /** The last message handled of a lane and slice. */
  public Optional<MessageId> last(String lane, int slice) {
    return received == null ? Optional.empty() : received.last(lane, slice);
  }

  /** Whether messages of the lane come no more, because it was begun anew. */
  boolean isSuperseded(String lane) {
    return received != null && received.isSuperseded(lane);
  }

  public Optional<PendingTimer> timer(String name) {
    return timers == null ? Optional.empty() : Optional.ofNullable(timers.get(name));
  }

  public Collection<PendingTimer> timers() {
    return timers == null ? List.of() : timers.values();
  }

  public Optional<ParkedMessage> parked(long number) {
    return parked == null ? Optional.empty() : Optional.ofNullable(parked.get(number));
  }

  /** By number, the oldest first. */
  public Map<Long, ParkedMessage> parked() {
    return parked == null ? Map.of() : parked;
  }

  /** Whether a message of the lane has to wait behind others. */
  public boolean isHeld(String lane) {
    return parked != null
        && parked.values().stream()
            .anyMatch(it -> it.lane().equals(lane) && (it.blocking() || it.isWaiting()));
  }

  /**
   * The number of the next that waits in a lane, if nothing before it blocks.
   *
   * @param without one that is about to go; 0 for none
   */
  Optional<Long> nextWaiting(String lane, long without) {
    for (Map.Entry<Long, ParkedMessage> one : parked().entrySet()) {
      ParkedMessage message = one.getValue();
      if (one.getKey() != without && message.lane().equals(lane)) {
        if (message.blocking()) {
          return Optional.empty();
        }
        if (message.isWaiting()) {
          return Optional.of(one.getKey());
        }
      }
    }
    return Optional.empty();
  }

  Map<String, Map<Integer, MessageId>> lanes() {
    return received == null ? Map.of() : received.lanes();
  }

  void note(String lane, MessageId id) {
    received().note(lane, id);
  }

  void put(PendingTimer timer) {
    if (timers == null) {
      timers = new TreeMap<>();
    }
    PendingTimer known = timers.isEmpty() ? timer : timers.firstEntry().getValue();
    timers.put(timer.name(), timer.beside(known));
  }

  void put(long number, ParkedMessage message) {
    if (parked == null) {
      parked = new TreeMap<>();
    }
    parked.put(number, message);
  }

  private Received received() {
    if (received == null) {
      received = new Received();
    }
    return received;
  }
}
