package dev.holdfast.cli.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.drills.load.Traffic;
import dev.holdfast.cli.drills.site.Site;
import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which versions decided the commits of each instance, in order.
 *
 * <p>Invariant: between two switches of the deployment an instance runs one version, so along its
 * commits versions change at most as often as the deployment was switched, and begin with the first
 * one.
 */
record VersionAudit(long commits, int mostSwitches, List<String> wrong) {
  private static final int PAGE = 500;

  VersionAudit {
    wrong = List.copyOf(wrong);
  }

  /** Reads all journals through the nodes. */
  static VersionAudit of(Site site, Traffic.Plan plan, String first) {
    List<SiteNode> nodes = site.nodes();
    long commits = 0;
    int most = 0;
    List<String> wrong = new ArrayList<>();
    for (int instance = 0; instance < plan.instances(); instance++) {
      List<String> versions = versions(nodes.get(instance % nodes.size()), plan.path(instance));
      commits += versions.size();
      int switches = 0;
      for (int i = 1; i < versions.size(); i++) {
        switches += versions.get(i).equals(versions.get(i - 1)) ? 0 : 1;
      }
      most = Math.max(most, switches);
      if (!versions.isEmpty() && !versions.getFirst().equals(first)) {
        wrong.add("instance %d begins with %s".formatted(instance, versions.getFirst()));
      }
    }
    return new VersionAudit(commits, most, wrong);
  }

  Finding finding(String drill, int switches) {
    String reached =
        "%,d commits, at most %d changes of version in one journal"
            .formatted(commits, mostSwitches);
    return Finding.plain(
        drill,
        "versions in the journal",
        "%d changes at most".formatted(switches),
        reached,
        Mark.of(mostSwitches <= switches && wrong.isEmpty()));
  }

  private static List<String> versions(SiteNode node, String path) {
    List<String> versions = new ArrayList<>();
    try {
      while (true) {
        String page = path + "/events?from=%d&limit=%d".formatted(versions.size() + 1, PAGE);
        Answer answer = node.get(page, Map.of());
        if (answer.status() == 404) {
          return versions;
        }
        if (!answer.ok()) {
          throw new LocalFailed(page + ": " + answer.status() + " " + answer.body());
        }
        JsonNode rows = answer.json().path("events");
        rows.forEach(row -> versions.add(row.path("version").asText()));
        if (rows.size() < PAGE) {
          return versions;
        }
      }
    } catch (IOException e) {
      throw new LocalFailed(path + " cannot be read", e);
    }
  }
}
