package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.UniqueAddress;

/** A process among its peers: where it is reached, and which process at that address it is. */
record Peer(String address, long incarnation) {
  static Peer of(UniqueAddress node) {
    return new Peer(text(node.address()), node.longUid());
  }

  static Peer of(Member member) {
    return new Peer(member.address(), member.incarnation());
  }

  /** The members that a node sees. */
  static Set<Peer> among(Cluster cluster, Predicate<org.apache.pekko.cluster.Member> which) {
    var peers = new HashSet<Peer>();
    for (var member : cluster.state().getMembers()) {
      if (which.test(member)) {
        peers.add(of(member.uniqueAddress()));
      }
    }
    return peers;
  }

  /** Host and port. */
  static String text(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  /** The address for Pekko. */
  Address pekko(Address self) {
    return new Address(self.protocol(), self.system(), Ports.host(address), Ports.port(address));
  }
}
