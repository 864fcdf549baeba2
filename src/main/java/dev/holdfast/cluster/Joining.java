package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members;
import dev.holdfast.journal.members.Members.View;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one actor system to become a member: it forms the cluster or joins it.
 *
 * <p>Invariant: a system that has asked to join a formation never becomes a member of another: its
 * question may be answered late, so the attempt ends and a new system takes over.
 *
 * <pre>
 *   look ──► nobody alive ──► found (row lock) ──► join itself ──┐
 *    ▲   └─► somebody open ──► ask to join ────────────────────► up? ──► heartbeat ──► member
 *    └────────── not yet ◄───────────────────────────────────────┘
 * </pre>
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(3);

  private final Members members;
  private final ClusterSettings settings;
  private final ActorSystem<Void> system;
  private final Cluster cluster;
  private final Supplier<Member> self;
  private final Watch watch = new Watch();
  private final CompletableFuture<Void> up = new CompletableFuture<>();
  private OptionalLong formation = OptionalLong.empty();
  private boolean asked;
  private long askedAt;
  private String obstacle = "The database did not answer.";

  /** How an attempt ended. */
  sealed interface Outcome {
    /** A member of this formation, with its row in the table. */
    record Up(long formation) implements Outcome {}

    /** Worth another attempt with a new actor system. */
    record Again(String reason) implements Outcome {}

    /** It will not be a member. */
    record Failed(String reason) implements Outcome {}
  }

  Joining(
      Members members, ClusterSettings settings, ActorSystem<Void> system, Supplier<Member> self) {
    this.members = members;
    this.settings = settings;
    this.system = system;
    this.cluster = Cluster.get(system);
    this.self = self;
    cluster.registerOnMemberUp(() -> up.complete(null));
    system.getWhenTerminated().thenRun(() -> up.complete(null));
  }

  /** Tries until the deadline, in our nanoseconds. */
  Outcome untilUp(long deadline) {
    while (true) {
      try {
        Outcome outcome = isUp() ? arrive() : step();
        if (!(outcome instanceof Outcome.Again again && again.reason().isEmpty())) {
          return outcome;
        }
      } catch (SQLException e) {
        obstacle = "The database did not answer: " + e.getMessage();
        LOG.warn("Not a member yet. {}", obstacle);
      }
      if (System.nanoTime() - deadline > 0) {
        return new Outcome.Failed(obstacle);
      }
      up.copy().completeOnTimeout(null, LOOK.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }

  private static Outcome notYet() {
    return new Outcome.Again("");
  }

  private boolean isUp() {
    return up.isDone();
  }

  /** Up, or ended while it tried. */
  private Outcome arrive() throws SQLException {
    var shutdown = CoordinatedShutdown.get(system).getShutdownReason();
    if (shutdown.isPresent()) {
      return shutdown.get().equals(CoordinatedShutdown.incompatibleConfigurationDetectedReason())
          ? new Outcome.Failed(INCOMPATIBLE)
          : new Outcome.Again("the cluster did not take it: " + shutdown.get());
    }
    long joined = formation.orElseThrow();
    return members.beat(joined, self.get())
        ? new Outcome.Up(joined)
        : new Outcome.Again("the cluster it joined has been replaced");
  }

  private static final String INCOMPATIBLE =
      "The cluster's nodes run with settings that this node's do not fit: the log above names"
          + " them. holdfast.journal.slices and the wire format must be the same on every node.";

  private Outcome step() throws SQLException {
    if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) {
      return arrive();
    }
    View view = members.read();
    watch.observe(view, System.nanoTime());
    if (formation.isPresent() && formation.getAsLong() != view.formation()) {
      return new Outcome.Again("the cluster it asked has been replaced");
    }
    return switch (Decision.of(view, others(view), self.get(), settings)) {
      case Decision.Found found -> found(found);
      case Decision.Join join -> join(join);
      case Decision.Wait wait -> {
        obstacle = unreached(wait.unreached());
        yield notYet();
      }
      case Decision.Refuse refuse -> new Outcome.Failed(refuse.reason());
    };
  }

  private List<Vitals> others(View view) {
    String own = self.get().address();
    List<MemberRow> rows = view.rows().stream().filter(row -> !row.address().equals(own)).toList();
    Map<String, Answer> answers = Ports.knock(rows, settings.probe());
    long now = System.nanoTime();
    return rows.stream()
        .map(
            row ->
                new Vitals(
                    row,
                    watch.quiet(row, now),
                    answers.getOrDefault(row.address(), Answer.NOTHING)))
        .toList();
  }

  private Outcome found(Decision.Found found) throws SQLException {
    if (asked) {
      return new Outcome.Again("the cluster it asked is dead");
    }
    if (formation.isPresent()) {
      // Founded by us; it takes a moment until we are up.
      return notYet();
    }
    OptionalLong founded = members.found(found.seen(), self.get());
    if (founded.isPresent()) {
      formation = founded;
      LOG.info("Forms the cluster, formation {}", founded.getAsLong());
      cluster.join(cluster.selfAddress());
    }
    return notYet();
  }

  private Outcome join(Decision.Join join) {
    long now = System.nanoTime();
    if (formation.isPresent() && !asked) {
      return notYet();
    }
    if (!asked || now - askedAt > ASK_AGAIN.toNanos()) {
      formation = OptionalLong.of(join.formation());
      asked = true;
      askedAt = now;
      LOG.info("Asks to join formation {} through {}", join.formation(), join.addresses());
      cluster.joinSeedNodes(
          join.addresses().stream()
              .map(address -> new Peer(address, 0).pekko(cluster.selfAddress()))
              .toList());
    }
    obstacle = unanswered(join.addresses());
    return notYet();
  }

  private String unreached(List<Vitals> unreached) {
    String list =
        unreached.stream()
            .map(
                other ->
                    other.row().address()
                        + " (heartbeat "
                        + other.row().age().toMillis()
                        + " ms old, "
                        + switch (other.answer()) {
                          case OPEN -> "open";
                          case REFUSED -> "connection refused";
                          case NOTHING -> "no answer";
                        }
                        + ")")
            .reduce((one, two) -> one + ", " + two)
            .orElse("");
    return "The database shows members that are alive, but this node, "
        + self.get().address()
        + ", does not reach them: "
        + list
        + ". "
        + CHECK;
  }

  private String unanswered(List<String> addresses) {
    return "This node, "
        + self.get().address()
        + ", reaches the ports of "
        + String.join(", ", addresses)
        + ", but they did not take it into their cluster. "
        + CHECK;
  }

  private static final String CHECK =
      "Check that every node reaches every other at holdfast.cluster.host and .port (firewall,"
          + " NetworkPolicy, a host of loopback on several machines), and that holdfast.cluster.tls"
          + " is the same on all. It forms no cluster of its own beside theirs.";
}
