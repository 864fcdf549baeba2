package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.members.Members.View;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
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

  /** Who is not up yet has no say in a majority. */
  private static final Set<MemberStatus> BEFORE_UP =
      Set.of(MemberStatus.joining(), MemberStatus.weaklyUp());

  private static final String REPLACED =
      "Another cluster was formed in this database while this node was cut off from it";
  private static final String OUTWEIGHED =
      "Two clusters serve this database at once, and the other one is larger or has the lowest"
          + " address";

  private final Members members;
  private final ClusterSettings settings;
  private final Cluster cluster;
  private final ActorSystem<Void> system;
  private final long formation;
  private final Supplier<Member> self;
  private final Consumer<String> superseded;
  private final Watch watch = new Watch();
  private final Rounds rounds;
  private final Sides sides;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("cluster-heartbeat").daemon().unstarted(this::run);
  private volatile View last;
  private List<Integer> idleWriters = List.of();
  private Set<Peer> left = Set.of();
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
    Peer own = Peer.of(cluster.selfUniqueAddress());
    this.rounds = new Rounds(settings, own);
    this.sides = Sides.of(settings, own);
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
        Optional<String> end = look();
        if (end.isPresent() && !leaving) {
          superseded.accept(
              end.get()
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

  /** One heartbeat; says why the node is to end when the database serves another cluster. */
  private Optional<String> look() {
    try {
      if (!members.beat(formation, self.get())) {
        return Optional.of(REPLACED);
      }
      View view = members.read();
      if (view.formation() == formation) {
        last = view;
        if (!lookAfter(view)) {
          return Optional.of(OUTWEIGHED);
        }
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
    return Optional.empty();
  }

  /** False when there is another cluster beside ours, which stays. */
  private boolean lookAfter(View view) throws SQLException {
    long now = System.nanoTime();
    watch.observe(view, now);
    Function<MemberRow, Duration> quiet = row -> watch.quiet(row, now);
    Set<Peer> peers = Peer.among(cluster, member -> true);
    if (sides.mustEnd(rounds.beating(view, quiet), peers)) {
      return false;
    }
    rounds.meet(peers);
    giveUpDead(rounds.silent(view, peers, quiet));
    for (Member gone : rounds.leftOver(view, peers, quiet)) {
      members.remove(gone);
    }
    if (++looks % SWEEP == 0) {
      sweepWriters();
    }
    return true;
  }

  private void giveUpDead(List<MemberRow> silent) {
    Map<String, Answer> answers = Ports.knock(silent, settings.probe());
    List<MemberRow> dead =
        silent.stream().filter(row -> answers.get(row.address()) == Answer.REFUSED).toList();
    Set<Peer> gone = dead.stream().map(row -> Peer.of(row.member())).collect(Collectors.toSet());
    var unreachable = cluster.state().getUnreachable();
    Set<Peer> voters = Peer.among(cluster, member -> !BEFORE_UP.contains(member.status()));
    Set<Peer> heard =
        Peer.among(
            cluster,
            member ->
                !BEFORE_UP.contains(member.status())
                    && !member.status().equals(MemberStatus.down())
                    && !unreachable.contains(member));
    if (Rounds.mayGiveUp(voters, heard, gone)) {
      left = Set.of();
      dead.forEach(this::giveUp);
    } else if (!gone.equals(left)) {
      List<String> names = dead.stream().map(MemberRow::address).toList();
      LOG.warn("{} look dead, too many to be given up: the split brain resolver decides", names);
      left = gone;
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
