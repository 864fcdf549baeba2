package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.UniqueAddress;

/** A process among its peers: where it is reached, and which process at that address it is. */
record Peer(String address, long incarnation) {
  static Peer of(UniqueAddress node) {
    return new Peer(text(node.address()), node.longUid());
  }

  static Peer of(Member member) {
    return new Peer(member.address(), member.incarnation());
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
