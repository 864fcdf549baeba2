package dev.holdfast.journal.messages;

import dev.holdfast.journal.FencedException;
import dev.holdfast.protocol.EntityId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The delivery book: how far the messages of each slice were delivered, and what waits. All but
 * {@link #keep} block on the database, so call them on a virtual thread.
 *
 * <p>Invariant: rows of a slice are only changed by its owner, under the epoch it carries; {@link
 * #startLane} and {@link #dropLane} alone are for anybody.
 */
public interface Deliveries {
  /** The lane of durable sends; others are of subscriptions. */
  String SENDS = "";

  /**
   * The lane that carries nothing: how far timers and parked messages are in the book. No
   * subscription has a name like this.
   */
  String INDEX = "*";

  /**
   * Makes the changes in one transaction. Fails with {@link FencedException} when the slice is not
   * held at the epoch: nothing was changed, and never will be by this call. Any other failure means
   * that it is not known, or that nothing was changed; making the changes again is right.
   */
  CompletionStage<Void> keep(int slice, long epoch, Bookkeeping changes);

  /** What there is of each of the slices: a few readings, however many they are. */
  Map<Integer, Opening> open(Collection<Integer> slices);

  /** What there is of one slice. */
  default Opening open(int slice) {
    return Objects.requireNonNull(open(List.of(slice)).get(slice));
  }

  /** What is put aside for the instance or its whole service, of all slices. */
  List<AsideRow> asidesOf(EntityId receiver, int limit);

  /** What is put aside along a lane, of all slices. */
  List<AsideRow> asidesOfLane(String lane, int limit);

  /** What is put aside of all messages, the longest first. */
  List<AsideRow> asidesOfAll(int limit);

  /** The lanes that have a position; reads all of them. */
  List<String> lanes();

  /** How far messages of a lane were delivered, by slice. */
  Map<Integer, Long> positionsOf(String lane);

  /** Timers of the slice that come after the given one and are due before the time, in order. */
  List<TimerRow> timersDue(int slice, TimerRow after, Instant before, int limit);

  /** When the first timer of the slice is due that is due at the time or later. */
  Optional<Instant> nextTimer(int slice, Instant from);

  /** Timers of one instance by name. */
  List<TimerRow> timersOf(String entity, int limit);

  /** Timers of all slices, the earliest due first; reads all of them. */
  List<TimerRow> timers(int limit);

  /** Parked messages after the given one, in the order of their keys. */
  List<ParkedRow> parked(ParkedKey after, int limit);

  /** Those of the instances of a service. */
  List<ParkedRow> parkedOfService(String service, ParkedKey after, int limit);

  /** Those of one instance. */
  List<ParkedRow> parkedOf(String entity, long afterNumber, int limit);

  /** Timers of all slices; reads all of them. */
  long countTimers();

  /** Parked messages of all slices; reads all of them. */
  long countParked();

  /**
   * Gives a lane a position in every slice, unless it has one already.
   *
   * @param positions of the slices; absent is 0
   * @return whether it did
   */
  boolean startLane(String lane, Map<Integer, Long> positions);

  /**
   * Forgets positions of the lane and what was put aside in it. An owner that still carries its
   * messages may write it again, so a lane that shall begin anew needs another name.
   */
  void dropLane(String lane);
}
