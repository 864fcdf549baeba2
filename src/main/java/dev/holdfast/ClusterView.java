package dev.holdfast;

import dev.holdfast.ClusterReport.Seen;
import dev.holdfast.ClusterReport.Told;
import dev.holdfast.cluster.ClusterMember;
import dev.holdfast.cluster.ClusterNode;
import dev.holdfast.cluster.Shown;
import dev.holdfast.cluster.TakeOvers;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.hosting.ServiceHosting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node shows of itself to its peers, and of the cluster to whoever asks. */
final class ClusterView {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

  private final ClusterNode cluster;
  private final Journal journal;
  private final Parts parts;

  private volatile String url = "";

  /**
   * What it looks at beside the cluster and the journal.
   *
   * @param since when the node started
   */
  record Parts(ServiceHosting hosting, TakeOvers takeOvers, Instant since) {}

  ClusterView(ClusterNode cluster, Journal journal, Parts parts) {
    this.cluster = cluster;
    this.journal = journal;
    this.parts = parts;
  }

  /** From now on the node answers requests. */
  void answers(InetSocketAddress edge, String at) {
    // An address that stands for all of a machine's is of no use to others.
    url =
        edge.getAddress().isAnyLocalAddress()
            ? "http://" + hostOf(cluster.name()) + ":" + edge.getPort()
            : at;
    cluster.show(this::shown);
  }

  private static String hostOf(String node) {
    return node.substring(0, node.lastIndexOf(':'));
  }

  private Shown shown() {
    return new Shown(url, facts().text());
  }

  private NodeFacts facts() {
    ServiceHosting hosting = parts.hosting();
    return new NodeFacts(
        parts.since().toString(),
        hosting.residents(),
        parts.takeOvers().underWay(),
        hosting.hottest());
  }

  /** Asks the database, so call it where waiting is allowed. */
  Json json() {
    String oldest = cluster.oldest().orElse("");
    List<Seen> members = cluster.members().stream().map(member -> seen(member, oldest)).toList();
    return new ClusterReport(
            cluster.name(), cluster.formation(), members, journal.slices().count(), owned())
        .json();
  }

  private Seen seen(ClusterMember member, String oldest) {
    Optional<Told> told =
        member.self() ? Optional.of(ourselves(member.row())) : member.row().map(ClusterView::told);
    return new Seen(
        member.address(),
        member.state().name(),
        member.address().equals(oldest),
        member.self(),
        told);
  }

  /** As of now, not as of the last heartbeat; a node that is alone has none. */
  private Told ourselves(Optional<MemberRow> row) {
    Member self = cluster.self();
    Duration age = row.map(MemberRow::age).orElse(Duration.ZERO);
    return new Told(self.writer(), url, self.version(), age, facts());
  }

  private static Told told(MemberRow row) {
    Member member = row.member();
    NodeFacts facts = NodeFacts.read(member.facts());
    return new Told(member.writer(), member.url(), member.version(), row.age(), facts);
  }

  /** Who looks at a cluster whose database is away wants to see the rest all the more. */
  private Optional<Map<Integer, Integer>> owned() {
    try {
      return Optional.of(journal.reads().slicesByWriter());
    } catch (IllegalStateException e) {
      LOG.info("The owners of slices are not known: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
