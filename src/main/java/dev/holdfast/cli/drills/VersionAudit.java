package dev.holdfast.cli.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.drills.load.Traffic;
import dev.holdfast.cli.drills.site.Site;
import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks which versions decided the commits of each instance, in order.
 *
 * <p>Invariant: between two switches of the deployment an instance runs one version. So its first
 * commit is of the first version, and the nth change along its commits is not before the nth
 * switch.
 *
 * @param first the version that ran at first
 * @param switches when the deployment was switched, in turns to another version and back
 */
record VersionAudit(String first, List<Instant> switches) {
  private static final int PAGE = 500;
  private static final int MOST_LINES = 10;

  VersionAudit {
    switches = List.copyOf(switches);
  }

  /** One commit. */
  private record Decided(String version, Instant time) {}

  /**
   * What was found.
   *
   * @param changes of versions in all journals
   * @param wrong of them
   */
  record Result(long commits, long changes, long faults, List<String> wrong) {
    Result {
      wrong = List.copyOf(wrong);
    }

    Finding finding(String drill) {
      return Finding.plain(
          drill,
          "versions in the journals",
          "no change before its switch",
          "%,d commits, %,d changes of version, %d wrong".formatted(commits, changes, faults),
          Mark.of(faults == 0 && changes > 0));
    }
  }

  /** Reads all journals through the nodes. */
  Result of(Site site, Traffic.Plan plan) {
    List<SiteNode> nodes = site.nodes();
    long commits = 0;
    long changes = 0;
    List<String> wrong = new ArrayList<>();
    for (int instance = 0; instance < plan.instances(); instance++) {
      List<Decided> journal = journal(nodes.get(instance % nodes.size()), plan.path(instance));
      commits += journal.size();
      int known = 0;
      String running = first;
      for (int i = 0; i < journal.size(); i++) {
        Decided commit = journal.get(i);
        if (commit.version().equals(running)) {
          continue;
        }
        if (i == 0 || known == switches.size() || commit.time().isBefore(switches.get(known))) {
          wrong.add(
              "instance %d: commit %d is of %s at %s, after %s"
                  .formatted(instance, i + 1, commit.version(), commit.time(), running));
        }
        running = commit.version();
        known = Math.min(switches.size(), known + 1);
        changes++;
      }
    }
    return new Result(
        commits, changes, wrong.size(), wrong.subList(0, Math.min(MOST_LINES, wrong.size())));
  }

  private static List<Decided> journal(SiteNode node, String path) {
    List<Decided> journal = new ArrayList<>();
    try {
      while (true) {
        String page = path + "/events?from=%d&limit=%d".formatted(journal.size() + 1, PAGE);
        Answer answer = node.get(page, Map.of());
        if (answer.status() == 404) {
          return journal;
        }
        if (!answer.ok()) {
          throw new LocalFailed(page + ": " + answer.status() + " " + answer.body());
        }
        JsonNode rows = answer.json().path("events");
        for (JsonNode row : rows) {
          journal.add(
              new Decided(row.path("version").asText(), Instant.parse(row.path("time").asText())));
        }
        if (rows.size() < PAGE) {
          return journal;
        }
      }
    } catch (IOException e) {
      throw new LocalFailed(path + " cannot be read", e);
    }
  }
}
