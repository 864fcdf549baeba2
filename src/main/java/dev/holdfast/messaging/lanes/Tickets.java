package dev.holdfast.messaging.lanes;

/** Names the readings of a lane, so that one which came too late is not taken for another. */
final class Tickets {
  private long last;

  long next() {
    return ++last;
  }
}
