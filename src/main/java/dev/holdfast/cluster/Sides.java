package dev.holdfast.cluster;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether two clusters serve one formation, and if so, which of them ends.
 *
 * <p>Whoever beats in our formation for long without being a member is of another cluster: a row is
 * only written by a node that is up in one. Nodes ask both for a place then, and both place the
 * slices. The resolver of each side believes the other dead and does nothing more, but the table
 * shows both; so here its own rule is applied to the table: the larger side stays, of equal ones
 * the one with the lowest address. Both come to the same result, since both see the same rows.
 */
final class Sides {
  /** As Pekko orders them, whose resolver keeps the lowest, too. */
  private static final Comparator<Peer> BY_ADDRESS =
      Comparator.comparing((Peer peer) -> Ports.host(peer.address()))
          .thenComparingInt(peer -> Ports.port(peer.address()));

  private final Peer self;
  private final int patience;

  /** Others than members, with the number of looks at which they have beaten in a row. */
  private Map<Peer, Integer> strangers = Map.of();

  /**
   * @param patience in looks: a node that leaves, or is about to learn that it was given up, beats
   *     for some more seconds
   */
  Sides(Peer self, int patience) {
    this.self = self;
    this.patience = patience;
  }

  static Sides of(ClusterSettings settings, Peer self) {
    long looks = settings.staleAfter().dividedBy(settings.heartbeat());
    return new Sides(self, Math.toIntExact(looks));
  }

  /** One look; true when our side is to end. */
  boolean mustEnd(Set<Peer> beating, Set<Peer> members) {
    var ours = new HashSet<>(Set.of(self));
    var now = new HashMap<Peer, Integer>();
    for (Peer peer : beating) {
      if (members.contains(peer) || peer.equals(self)) {
        ours.add(peer);
      } else {
        now.put(peer, strangers.getOrDefault(peer, 0) + 1);
      }
    }
    strangers = now;
    return now.values().stream().anyMatch(looks -> looks > patience)
        && isOutweighed(ours, now.keySet());
  }

  private static boolean isOutweighed(Set<Peer> ours, Set<Peer> theirs) {
    return ours.size() == theirs.size()
        ? BY_ADDRESS.compare(Collections.min(theirs, BY_ADDRESS), Collections.min(ours, BY_ADDRESS))
            < 0
        : ours.size() < theirs.size();
  }
}
