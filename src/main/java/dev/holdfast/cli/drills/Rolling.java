package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.site.SiteNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Every node is ended with TERM and started again, one after the other, round after round. */
final class Rolling implements Drill {
  private static final int ROUNDS = 5;
  private static final int INSTANCES = 1000;

  /** How long a node has been ready before the next one goes; {@code minReadySeconds}. */
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "rolling";
  }

  @Override
  public List<Finding> run(Ground ground) {
    try (Scene scene = Scene.open(name(), ground, INSTANCES)) {
      List<Duration> stops = new ArrayList<>();
      int rounds = ground.plan().rounds().orElse(ROUNDS);
      Scene.Start start = scene.disturb();
      for (int round = 1; round <= rounds; round++) {
        for (SiteNode node : scene.site().nodes()) {
          Duration stop = node.terminate();
          long ended = System.nanoTime();
          node.start();
          scene.site().awaitReady(node);
          stops.add(stop);
          ground.say(
              String.format(
                  Locale.ROOT,
                  "%s: round %d, %s left in %.1f s, was ready %.1f s later; %d failed",
                  name(),
                  round,
                  node.name(),
                  Scene.seconds(stop.toNanos()),
                  Scene.seconds(System.nanoTime() - ended),
                  scene.traffic().counts().since(start.counts()).failed()));
          ground.patience().pause(BETWEEN);
        }
      }
      scene.settle();
      stops.sort(Comparator.naturalOrder());
      Finding restarts =
          scene.finding(
              start,
              "%d restarts of %d nodes".formatted(stops.size(), ground.plan().nodes()),
              "0 failed",
              String.format(
                  Locale.ROOT,
                  "a stop takes %.1f s, at most %.1f s",
                  Scene.seconds(stops.get(stops.size() / 2).toNanos()),
                  Scene.seconds(stops.getLast().toNanos())),
              Mark.KEPT);
      return List.of(restarts, scene.sums());
    }
  }
}
