package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.site.SiteNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The oldest node is killed, then the youngest: when does all that lived there answer again? */
final class Kill implements Drill {
  private static final double BOUND_SECONDS = 10;
  private static final Duration MOST = Duration.ofMinutes(1);

  /** So many live on each node of a cluster of three that more than 200 are lost at once. */
  private static final int INSTANCES = 1000;

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public List<Finding> run(Ground ground) {
    List<Finding> findings = new ArrayList<>();
    try (Scene scene = Scene.open(name(), ground, INSTANCES)) {
      for (int round = 0; round < ground.plan().rounds().orElse(1); round++) {
        findings.add(kill(scene, ground, scene.site().oldest(), "the oldest"));
        findings.add(kill(scene, ground, scene.site().youngest(), "the youngest"));
      }
      findings.add(scene.sums());
    }
    return findings;
  }

  private Finding kill(Scene scene, Ground ground, SiteNode node, String which) {
    Scene.Start start = scene.disturb();
    node.kill();
    long killed = System.nanoTime();
    Set<Integer> lost = scene.traffic().homes().of(node.home());
    scene.traffic().homes().watch(killed);
    boolean back = ground.patience().until(() -> scene.traffic().homes().silent(lost) == 0, MOST);
    double seconds = Scene.seconds(scene.traffic().homes().lastAnswerNanos(lost));
    int silent = scene.traffic().homes().silent(lost);
    scene.settle();
    String reached =
        back
            ? String.format(Locale.ROOT, "the last answered after %.1f s", seconds)
            : String.format(Locale.ROOT, "%d silent after %d s", silent, MOST.toSeconds());
    Finding finding =
        scene.finding(
            start,
            "kill -9 of %s, %d instances".formatted(which, lost.size()),
            "all answer in 10 s",
            reached,
            back ? Mark.atMost(BOUND_SECONDS, seconds) : Mark.MISSED);
    ground.say("kill: " + finding.what() + ": " + reached);
    node.start();
    scene.site().awaitReady(node);
    // It takes its share again before the next one is killed.
    ground.patience().pause(ground.plan().steady());
    scene.settle();
    return finding;
  }
}
