package dev.holdfast.cluster;

import com.typesafe.config.Config;
import dev.holdfast.cluster.ClusterMember.State;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * This process as a member of a cluster: alone where it has its journal to itself, else of the one
 * cluster that the journal's database knows.
 */
public final class ClusterNode {
  private final ActorSystem<Void> system;
  private final Cluster cluster;
  private final Optional<Membership> membership;
  private final Self self;

  /**
   * What a node is made of.
   *
   * @param members the table in which the cluster meets; empty for a node that is alone
   * @param writer the journal's writer of this node
   * @param setups what Pekko's plugins find in the system: the claims, the journal
   * @param superseded told why, once, when the node must end because the database serves another
   *     cluster
   */
  public record Parts(
      Config config,
      ClusterSettings settings,
      Optional<Members> members,
      IntSupplier writer,
      List<Setup> setups,
      Consumer<String> superseded) {
    public Parts {
      setups = List.copyOf(setups);
    }
  }

  ClusterNode(ActorSystem<Void> system, Optional<Membership> membership, Self self) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.membership = membership;
    this.self = self;
    membership.ifPresent(Membership::start);
  }

  /**
   * Starts the actor system and returns when this node is a member.
   *
   * @throws CannotJoin when it cannot become one
   */
  public static ClusterNode start(Parts parts) {
    return Starter.start(parts);
  }

  /** The same for a node that is alone, listening as the settings of Pekko say. */
  public static ClusterNode start(Config config, Duration patience, Setup... setups) {
    var parts =
        new Parts(
            config,
            ClusterSettings.of(config),
            Optional.empty(),
            () -> 0,
            List.of(setups),
            reason -> {});
    return Starter.alone(Starter.system(config, parts.setups()), patience, parts);
  }

  public ActorSystem<Void> system() {
    return system;
  }

  /** The node's name among its peers: host and port of its remoting. */
  public String name() {
    return Peer.text(cluster.selfAddress());
  }

  /** Which cluster of this database it is a member of; empty for a node that is alone. */
  public OptionalLong formation() {
    return membership.isPresent()
        ? OptionalLong.of(membership.get().formation())
        : OptionalLong.empty();
  }

  /** What the node writes about itself with every heartbeat from now on. */
  public void show(Supplier<Shown> shown) {
    self.show(shown);
  }

  /** All members as this node sees them, with what they last wrote about themselves. */
  public List<ClusterMember> members() {
    Map<Peer, MemberRow> rows = new HashMap<>();
    membership.ifPresent(
        known -> known.last().rows().forEach(row -> rows.put(Peer.of(row.member()), row)));
    var state = cluster.state();
    var found = new ArrayList<ClusterMember>();
    for (Member member : state.getMembers()) {
      Peer peer = Peer.of(member.uniqueAddress());
      found.add(
          new ClusterMember(
              peer.address(),
              peer.incarnation(),
              state(member.status(), state.getUnreachable().contains(member)),
              member.uniqueAddress().equals(cluster.selfUniqueAddress()),
              Optional.ofNullable(rows.get(peer))));
    }
    return found;
  }

  /** The member that has been up for longest, which places the slices; empty while none is. */
  public Optional<String> oldest() {
    Optional<Member> oldest = Optional.empty();
    for (Member member : cluster.state().getMembers()) {
      boolean older = oldest.isEmpty() || member.isOlderThan(oldest.get());
      if (member.status().equals(MemberStatus.up()) && older) {
        oldest = Optional.of(member);
      }
    }
    return oldest.map(member -> Peer.of(member.uniqueAddress()).address());
  }

  /** What this node says about itself now. */
  public dev.holdfast.journal.members.Member self() {
    return self.get();
  }

  private static State state(MemberStatus status, boolean unreachable) {
    if (status.equals(MemberStatus.down()) || status.equals(MemberStatus.removed())) {
      return State.DOWN;
    }
    if (unreachable) {
      return State.UNREACHABLE;
    }
    if (status.equals(MemberStatus.leaving()) || status.equals(MemberStatus.exiting())) {
      return State.LEAVING;
    }
    return status.equals(MemberStatus.up()) ? State.UP : State.JOINING;
  }

  /** Leaves the cluster, stops every actor, and takes the node out of the table of members. */
  public CompletionStage<Done> leave() {
    membership.ifPresent(Membership::leaving);
    return CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.clusterLeavingReason())
        .whenCompleteAsync(
            (_, _) -> membership.ifPresent(Membership::leave),
            work -> Thread.ofVirtual().name("cluster-leave").start(work));
  }
}
