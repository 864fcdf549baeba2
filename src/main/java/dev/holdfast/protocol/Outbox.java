package dev.holdfast.protocol;

import java.util.List;

/**
 * What a commit causes beside the state of its instance: part of the commit, done after it.
 *
 * @param sends durable calls, in order
 * @param publications messages for topics, in order
 * @param timers changes of this instance's timers, in order
 * @param parking changes of what this instance has parked, in order
 */
public record Outbox(
    List<Send> sends,
    List<Publication> publications,
    List<TimerChange> timers,
    List<ParkingChange> parking) {
  public static final Outbox EMPTY = new Outbox(List.of(), List.of(), List.of(), List.of());

  public Outbox {
    sends = List.copyOf(sends);
    publications = List.copyOf(publications);
    timers = List.copyOf(timers);
    parking = List.copyOf(parking);
  }

  public boolean isEmpty() {
    return sends.isEmpty() && publications.isEmpty() && timers.isEmpty() && parking.isEmpty();
  }
}
