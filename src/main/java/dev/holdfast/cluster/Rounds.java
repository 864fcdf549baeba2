package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a member makes of the table at one look: whom to knock at, whose process is dead, whose row
 * is left over.
 *
 * <p>Invariant: a process is only called dead by its incarnation, so one that was started again at
 * the same address is not meant.
 */
final class Rounds {
  private static final int REMEMBERED = 1000;

  private final ClusterSettings settings;
  private final Peer self;
  private final Set<Peer> met = new LinkedHashSet<>();

  Rounds(ClusterSettings settings, Peer self) {
    this.settings = settings;
    this.self = self;
  }

  /** Remembers who is or was a member, the latest thousand. */
  void meet(Set<Peer> members) {
    met.addAll(members);
    Iterator<Peer> oldest = met.iterator();
    for (int over = met.size() - REMEMBERED; over > 0; over--) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Other members that have gone silent. */
  List<MemberRow> silent(View view, Set<Peer> members, Function<MemberRow, Duration> quiet) {
    return view.rows().stream()
        .filter(row -> isOther(row) && members.contains(Peer.of(row.member())))
        .filter(row -> row.age().compareTo(settings.silentAfter()) > 0)
        .filter(row -> quiet.apply(row).compareTo(settings.heartbeat()) >= 0)
        .toList();
  }

  /**
   * Whether these may be given up at one look: only while those that stay and are heard are a
   * majority. A refused connection and a missing heartbeat are signs, and what makes them for many
   * at once, such as a firewall or a network of ours that failed, makes them for the living, too.
   * Two nodes are excepted: the one that stays could never be a majority.
   *
   * @param members all that have been up and are not removed yet
   * @param heard those of them that are up and reachable
   */
  static boolean mayGiveUp(Set<Peer> members, Set<Peer> heard, Set<Peer> dead) {
    long stay = heard.stream().filter(member -> !dead.contains(member)).count();
    return members.size() <= 2 || stay * 2 > members.size();
  }

  /** Whose heartbeats move. */
  Set<Peer> beating(View view, Function<MemberRow, Duration> quiet) {
    return view.rows().stream()
        .filter(row -> isBeating(row, quiet.apply(row)))
        .map(row -> Peer.of(row.member()))
        .collect(Collectors.toSet());
  }

  private boolean isBeating(MemberRow row, Duration quiet) {
    return row.age().compareTo(settings.silentAfter()) <= 0
        && quiet.compareTo(settings.silentAfter()) <= 0;
  }

  /**
   * Rows of silent processes: of such that were members and are no more at once, of others after a
   * while. One that beats would write its row again, and if it goes on it is of another cluster:
   * see {@link Sides}.
   */
  List<Member> leftOver(View view, Set<Peer> members, Function<MemberRow, Duration> quiet) {
    var leftOver = new ArrayList<Member>();
    for (MemberRow row : view.rows()) {
      Peer peer = Peer.of(row.member());
      Duration still = quiet.apply(row);
      boolean gone =
          (met.contains(peer) && !isBeating(row, still))
              || still.compareTo(settings.staleAfter()) > 0;
      if (isOther(row) && !members.contains(peer) && gone) {
        leftOver.add(row.member());
      }
    }
    return leftOver;
  }

  private boolean isOther(MemberRow row) {
    return !Peer.of(row.member()).equals(self);
  }
}
