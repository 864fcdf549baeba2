package dev.holdfast.protocol;

/**
 * What a commit does to the messages that its instance could not handle. A parked message is named
 * by the sequence number of the commit that parked it.
 */
public sealed interface ParkingChange {
  /** This commit parks a message. */
  record Parked(ParkedMessage message) implements ParkingChange {}

  /**
   * It was tried again in vain.
   *
   * @param blocking whether later messages of its lane wait for it now
   */
  record Failed(long number, Problem problem, boolean blocking) implements ParkingChange {}

  /** Its argument was replaced. */
  record Edited(long number, Json argument) implements ParkingChange {}

  /** It is not parked any more: handled in this very commit, or given up. */
  record Released(long number, boolean handled) implements ParkingChange {}
}
