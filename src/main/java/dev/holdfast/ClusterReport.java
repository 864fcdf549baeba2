package dev.holdfast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.HotInstance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to {@code GET /v1/cluster}: the members as one node sees them, the slices as the
 * journal has them, and the busiest instances of all.
 *
 * @param node who answers
 * @param formation which cluster of this database; empty for a node that is alone
 * @param slices how many there are
 * @param owned slices by writer; empty when the database did not answer
 */
record ClusterReport(
    String node,
    OptionalLong formation,
    List<Seen> members,
    int slices,
    Optional<Map<Integer, Integer>> owned) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many of the busiest instances of all nodes are told. */
  private static final int HOT = 10;

  ClusterReport {
    members = List.copyOf(members);
  }

  /**
   * One member.
   *
   * @param told what it last wrote about itself; empty until it has
   */
  record Seen(String node, String state, boolean oldest, boolean self, Optional<Told> told) {}

  /**
   * What a member wrote.
   *
   * @param url empty when it does not answer requests
   * @param age of its last heartbeat
   */
  record Told(int writer, String url, String version, Duration age, NodeFacts facts) {}

  /** A busy instance and where it lives. */
  private record Hot(HotInstance instance, String node) {}

  Json json() {
    ObjectNode report = JSON.createObjectNode();
    report.put("node", node);
    formation.ifPresent(number -> report.put("formation", number));
    ArrayNode rows = report.putArray("members");
    members.stream()
        .sorted(Comparator.comparing(Seen::oldest).reversed().thenComparing(Seen::node))
        .forEach(member -> row(rows.addObject(), member));
    ObjectNode all = report.putObject("slices").put("count", slices);
    owned.ifPresent(
        byWriter -> {
          int ours = members.stream().mapToInt(member -> slicesOf(member, byWriter)).sum();
          all.put("owned", ours).put("unowned", slices - ours);
        });
    report.put("handOffs", members.stream().mapToInt(ClusterReport::takingOver).sum());
    hot(report.putArray("hot"));
    return Json.wrap(report.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void row(ObjectNode row, Seen member) {
    row.put("node", member.node());
    row.put("state", member.state().toLowerCase(Locale.ROOT));
    row.put("oldest", member.oldest()).put("self", member.self());
    member.told().ifPresent(told -> told(row, told));
    owned.ifPresent(byWriter -> row.put("slices", slicesOf(member, byWriter)));
  }

  private static void told(ObjectNode row, Told told) {
    if (!told.url().isEmpty()) {
      row.put("url", told.url());
    }
    row.put("version", told.version());
    if (!told.facts().since().isEmpty()) {
      row.put("since", told.facts().since());
    }
    row.put("heartbeatAgeMillis", Math.max(0, told.age().toMillis()));
    row.put("residents", told.facts().residents());
    row.put("handOffs", told.facts().takingOver());
  }

  private void hot(ArrayNode rows) {
    members.stream()
        .flatMap(
            member ->
                member.told().stream()
                    .flatMap(told -> told.facts().hot().stream())
                    .map(instance -> new Hot(instance, member.node())))
        .sorted(Comparator.comparingDouble((Hot hot) -> hot.instance().callsPerSecond()).reversed())
        .limit(HOT)
        .forEach(
            hot ->
                rows.addObject()
                    .put("service", hot.instance().id().service())
                    .put("id", hot.instance().id().id())
                    .put("node", hot.node())
                    .put("callsPerSecond", NodeFacts.rounded(hot.instance().callsPerSecond())));
  }

  /** Of a member that has not written yet nobody knows the writer. */
  private static int slicesOf(Seen member, Map<Integer, Integer> byWriter) {
    return member.told().map(told -> byWriter.getOrDefault(told.writer(), 0)).orElse(0);
  }

  private static int takingOver(Seen member) {
    return member.told().map(told -> told.facts().takingOver()).orElse(0);
  }
}
