package dev.holdfast.cluster;

import dev.holdfast.journal.members.MemberRow;
import java.time.Duration;

/**
 * What is known about one member from outside: its row, how long its heartbeat has stood still
 * while we watched, and what its port answers.
 */
record Vitals(MemberRow row, Duration quiet, Answer answer) {
  /** So many heartbeats have to be missed under our own eyes, however old the row says it is. */
  private static final int LOOKS = 3;

  boolean isSilent(ClusterSettings settings) {
    return row.age().compareTo(settings.silentAfter()) > 0
        || quiet.compareTo(settings.silentAfter()) > 0;
  }

  /**
   * Whether it can be passed over for good. A live member that only lacks the database looks dead
   * after a while, too; when it comes back it finds that another cluster was formed, and ends.
   */
  boolean isDead(ClusterSettings settings) {
    boolean watched = quiet.compareTo(settings.heartbeat().multipliedBy(LOOKS)) >= 0;
    boolean stale = row.age().compareTo(settings.staleAfter()) > 0;
    return (stale && watched && answer != Answer.OPEN)
        || quiet.compareTo(settings.staleAfter()) > 0
        || (isSilent(settings) && answer == Answer.REFUSED);
  }
}
