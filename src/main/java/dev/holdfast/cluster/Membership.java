package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.members.Members.View;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.remote.artery.QuarantinedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a member that keeps its row alive and looks after the rows of the others: a killed
 * process is given up at once, not after a split brain resolver's patience.
 *
 * <p>Invariant: it ends the node as soon as it sees that the database serves another cluster.
 */
final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  /** How often writers of the journal that nobody needs are looked for, in heartbeats. */
  private static final int SWEEP = 60;

  private final Members members;
  private final ClusterSettings settings;
  private final Cluster cluster;
  private final ActorSystem<Void> system;
  private final long formation;
  private final Supplier<Member> self;
  private final Consumer<String> superseded;
  private final Watch watch = new Watch();
  private final Rounds rounds;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("cluster-heartbeat").daemon().unstarted(this::run);
  private volatile View last;
  private List<Integer> idleWriters = List.of();
  private int looks;
  private boolean cutOff;
  private volatile boolean leaving;

  /** What a membership needs to know of its node. */
  record Parts(
      Members members,
      ClusterSettings settings,
      ActorSystem<Void> system,
      long formation,
      Supplier<Member> self,
      Consumer<String> superseded) {}

  Membership(Parts parts) {
    this.members = parts.members();
    this.settings = parts.settings();
    this.system = parts.system();
    this.cluster = Cluster.get(system);
    this.formation = parts.formation();
    this.self = parts.self();
    this.superseded = parts.superseded();
    this.rounds = new Rounds(settings, Peer.of(cluster.selfUniqueAddress()));
    this.last = new View(formation, List.of());
  }

  void start() {
    thread.start();
  }

  long formation() {
    return formation;
  }

  /** The table as it was last read. */
  View last() {
    return last;
  }

  /** From here on it does not matter which cluster the database serves. */
  void leaving() {
    leaving = true;
  }

  /** Ends the heartbeats and deletes the row: whoever starts next need not wait for its age. */
  void leave() {
    stopped.countDown();
    try {
      thread.join(settings.silentAfter());
      members.remove(self.get());
    } catch (SQLException e) {
      LOG.info("The member's row stays: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopped.await(settings.heartbeat().toMillis(), TimeUnit.MILLISECONDS)) {
        if (cluster.isTerminated()) {
          return;
        }
        if (!look() && !leaving) {
          superseded.accept(
              "Another cluster was formed in this database while this node was cut off from it"
                  + " (this node's formation is "
                  + formation
                  + "). Started again, it joins that cluster.");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One heartbeat; false when the database serves another cluster. */
  private boolean look() {
    try {
      if (!members.beat(formation, self.get())) {
        return false;
      }
      View view = members.read();
      if (view.formation() == formation) {
        last = view;
        lookAfter(view);
      }
      cutOff = false;
    } catch (SQLException e) {
      if (!cutOff) {
        LOG.warn("No heartbeat: the database does not answer: {}", e.getMessage());
      }
      cutOff = true;
    } catch (Throwable e) {
      // An Error too: without this thread nobody would notice that another cluster was formed.
      LOG.error("A bug in looking after the other members", e);
    }
    return true;
  }

  private void lookAfter(View view) throws SQLException {
    watch.observe(view, System.nanoTime());
    Set<Peer> peers = peers();
    rounds.meet(peers);
    long now = System.nanoTime();
    giveUpDead(rounds.silent(view, peers, row -> watch.quiet(row, now)));
    for (Member gone : rounds.leftOver(view, peers, row -> watch.quiet(row, now))) {
      members.remove(gone);
    }
    if (++looks % SWEEP == 0) {
      sweepWriters();
    }
  }

  private Set<Peer> peers() {
    var peers = new HashSet<Peer>();
    cluster.state().getMembers().forEach(member -> peers.add(Peer.of(member.uniqueAddress())));
    return peers;
  }

  private void giveUpDead(List<MemberRow> silent) {
    if (silent.isEmpty()) {
      return;
    }
    Map<String, Answer> answers = Ports.knock(silent, settings.probe());
    for (MemberRow row : silent) {
      if (answers.get(row.address()) == Answer.REFUSED) {
        giveUp(row);
      }
    }
  }

  /**
   * Tells Pekko that the process is dead. Only a member that is also unreachable is removed at
   * once, and the failure detector would still take its time to notice, so both are said: the first
   * by incarnation, the second by address, at which there can be no other member meanwhile.
   */
  private void giveUp(MemberRow row) {
    for (var member : cluster.state().getMembers()) {
      UniqueAddress node = member.uniqueAddress();
      if (Peer.of(node).equals(Peer.of(row.member()))) {
        LOG.warn(
            "{} is dead: its heartbeat is {} ms old and its port refuses connections",
            row.address(),
            row.age().toMillis());
        system
            .classicSystem()
            .eventStream()
            .publish(
                new QuarantinedEvent(
                    new org.apache.pekko.remote.UniqueAddress(node.address(), node.longUid())));
        cluster.down(node.address());
      }
    }
  }

  /** Twice idle a minute apart: a node that starts has a writer before it is a member. */
  private void sweepWriters() throws SQLException {
    List<Integer> idle = members.idleWriters();
    List<Integer> still = idle.stream().filter(idleWriters::contains).toList();
    if (!still.isEmpty() && members.forgetWriters(still) > 0) {
      LOG.debug("Forgot the journal's writers {}", still);
    }
    idleWriters = idle;
  }
}
