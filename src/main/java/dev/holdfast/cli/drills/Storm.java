package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.load.Percentiles;
import dev.holdfast.cli.drills.load.Timeline;
import dev.holdfast.cli.drills.site.SiteNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A node with thousands of instances is killed: do the others stay up, and when are they calm? */
final class Storm implements Drill {
  /** Of three nodes, each has ten thousand. */
  private static final int INSTANCES = 30_000;

  private static final double BOUND_SECONDS = 15;
  private static final double TIMES = 3;
  private static final Duration MOST = Duration.ofSeconds(90);

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public List<Finding> run(Ground ground) {
    try (Scene scene = Scene.open(name(), ground, INSTANCES)) {
      Timeline timeline = scene.traffic().timeline();
      SiteNode victim = scene.site().oldest();
      List<SiteNode> others =
          scene.site().nodes().stream().filter(node -> !node.equals(victim)).toList();
      int lost = scene.traffic().homes().of(victim.home()).size();
      var recoveries = new Recoveries(others);
      Scene.Start start = scene.disturb();
      Percentiles before = timeline.before(start.nanos(), ground.plan().seconds());
      victim.kill();
      ground
          .patience()
          .until(
              () -> {
                recoveries.look();
                return timeline.calmAfter(start.nanos(), before.p99() * TIMES).isPresent();
              },
              MOST);
      scene.settle();
      recoveries.look();
      OptionalLong calm = timeline.calmAfter(start.nanos(), before.p99() * TIMES);
      double seconds = calm.isPresent() ? Scene.seconds(calm.getAsLong()) : MOST.toSeconds();
      ground.say(String.format(Locale.ROOT, "storm: calm after %.1f s", seconds));
      Finding stormed =
          scene.finding(
              start,
              "kill -9 with %d of %d instances".formatted(lost, INSTANCES),
              "p99 below 3x in 15 s",
              (calm.isPresent() ? "" : "NOT ")
                  + String.format(
                      Locale.ROOT,
                      "after %.0f s; %d recoveries, up to %.0f/s",
                      seconds,
                      recoveries.all(),
                      recoveries.mostPerSecond()),
              Mark.atMost(BOUND_SECONDS, seconds));
      boolean stayed =
          others.stream().allMatch(node -> node.isRunning() && node.membersUp() == others.size());
      Finding survivors =
          Finding.plain(
              name(),
              "the other " + others.size() + " nodes",
              "same processes, all members",
              stayed ? "so it is" : "they are not",
              Mark.of(stayed));
      return List.of(stormed, survivors, scene.sums());
    }
  }

  /** Instances that nodes bring back, looked at now and then. */
  private static final class Recoveries {
    private final List<SiteNode> nodes;
    private final long first;
    private long last;
    private long lastNanos = System.nanoTime();
    private double most;

    Recoveries(List<SiteNode> nodes) {
      this.nodes = nodes;
      this.first = sum();
      this.last = first;
    }

    private long sum() {
      return nodes.stream().mapToLong(SiteNode::recoveries).sum();
    }

    void look() {
      long now = System.nanoTime();
      if (now - lastNanos < Timeline.WINDOW_NANOS) {
        return;
      }
      long sum = sum();
      most = Math.max(most, (sum - last) / Scene.seconds(now - lastNanos));
      last = sum;
      lastNanos = now;
    }

    long all() {
      return last - first;
    }

    double mostPerSecond() {
      return most;
    }
  }
}
