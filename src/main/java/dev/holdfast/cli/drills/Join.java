package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.drills.site.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One more node joins: when does it own its share of the slices? */
final class Join implements Drill {
  private static final double BOUND_SECONDS = 20;
  private static final Duration MOST = Duration.ofSeconds(90);

  /** The share counts as taken when so much of an even one is. */
  private static final double ENOUGH = 0.8;

  /** Several in each of the slices, so that every slice has an owner. */
  private static final int INSTANCES = 3000;

  @Override
  public String name() {
    return "join";
  }

  @Override
  public List<Finding> run(Ground ground) {
    try (Scene scene = Scene.open(name(), ground, INSTANCES);
        Tables tables = Tables.open(scene.site().databaseUrl())) {
      int nodes = ground.plan().nodes() + 1;
      Scene.Start start = scene.disturb();
      SiteNode node = scene.site().add();
      scene.site().awaitReady(node);
      double ready = Scene.seconds(System.nanoTime() - start.nanos());
      ground.say(String.format(Locale.ROOT, "join: node %d is ready after %.1f s", nodes, ready));
      scene.traffic().add(node.address());
      boolean taken = ground.patience().until(() -> hasShare(tables.share(node), nodes), MOST);
      double seconds = Scene.seconds(System.nanoTime() - start.nanos());
      scene.settle();
      Tables.Share share = tables.share(node);
      String reached =
          taken
              ? String.format(
                  Locale.ROOT, "%.1f s after its start (ready after %.1f s)", seconds, ready)
              : String.format(Locale.ROOT, "not after %.0f s (ready after %.1f s)", seconds, ready);
      ground.say("join: " + share + ", " + reached);
      Finding joined =
          scene.finding(
              start,
              "node %d joins, has %d of %d slices".formatted(nodes, share.owned(), share.all()),
              "80 % of its share in 20 s, 0 failed",
              reached,
              taken ? Mark.atMost(BOUND_SECONDS, seconds) : Mark.MISSED);
      return List.of(joined, scene.sums());
    }
  }

  private static boolean hasShare(Tables.Share share, int nodes) {
    return share.owned() * nodes >= ENOUGH * share.all();
  }
}
