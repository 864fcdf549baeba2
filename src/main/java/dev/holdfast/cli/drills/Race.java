package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.site.Site;
import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.drills.site.Tables;
import dev.holdfast.cli.local.SideBySide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Ten nodes are started at once on an empty database: always one cluster of ten. */
final class Race implements Drill {
  private static final int ROUNDS = 10;
  private static final int NODES = 10;
  private static final String HEAP = "-Xmx160m";
  private static final Duration MOST = Duration.ofMinutes(3);

  @Override
  public String name() {
    return "race";
  }

  @Override
  public List<Finding> run(Ground ground) {
    DrillPlan plan = ground.plan();
    int rounds = plan.rounds().orElse(ROUNDS);
    List<Double> times = new ArrayList<>();
    int whole = 0;
    var setup =
        new Site.Setup(
            plan.project(),
            plan.folder().resolve(name()),
            List.of(plan.project().resolve("bench/counter")));
    try (Site site = Site.open(setup, ground.patience())) {
      for (int number = 1; number <= rounds; number++) {
        Round round = round(site, ground, number);
        ground.say(String.format(Locale.ROOT, "race: round %d: %s", number, round.text()));
        whole += round.isWhole() ? 1 : 0;
        times.add(round.seconds());
      }
    }
    Collections.sort(times);
    return List.of(
        Finding.plain(
            name(),
            "%d rounds of %d nodes at once".formatted(rounds, NODES),
            "always one cluster of " + NODES,
            String.format(
                Locale.ROOT,
                "%d times; all up in %.1f s, at most %.1f s",
                whole,
                times.get(times.size() / 2),
                times.getLast()),
            Mark.of(whole == rounds)));
  }

  /**
   * What one round came to.
   *
   * @param fewest members that any of the nodes sees
   */
  private record Round(Tables.Meeting meeting, int fewest, double seconds) {
    boolean isWhole() {
      return meeting.formations() == 1 && meeting.members() == NODES && fewest == NODES;
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%d formed, %d members, each sees at least %d, after %.1f s",
          meeting.formations(),
          meeting.members(),
          fewest,
          seconds);
    }
  }

  private static Round round(Site site, Ground ground, int number) {
    String url = Tables.createDatabase(site.databaseUrl(), "race_" + number);
    List<SiteNode> nodes = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      nodes.add(site.node("race-" + number + "-" + i, url, HEAP, List.of()));
    }
    long start = System.nanoTime();
    try (Tables tables = Tables.open(url)) {
      nodes.forEach(SiteNode::start);
      ground
          .patience()
          .until(
              () ->
                  tables.meeting().members() == NODES
                      && nodes.stream().allMatch(SiteNode::isReady)
                      && fewest(nodes) == NODES,
              MOST);
      double seconds = Scene.seconds(System.nanoTime() - start);
      return new Round(tables.meeting(), fewest(nodes), seconds);
    } finally {
      // The next round has a database of its own: nobody has to be told.
      nodes.forEach(SiteNode::kill);
      SideBySide.each(nodes, SiteNode::close);
    }
  }

  private static int fewest(List<SiteNode> nodes) {
    return nodes.stream().mapToInt(SiteNode::membersUp).min().orElse(0);
  }
}
