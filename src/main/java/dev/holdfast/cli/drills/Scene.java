package dev.holdfast.cli.drills;

import dev.holdfast.cli.drills.load.Counts;
import dev.holdfast.cli.drills.load.Ledger;
import dev.holdfast.cli.drills.load.Percentiles;
import dev.holdfast.cli.drills.load.Traffic;
import dev.holdfast.cli.drills.site.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A cluster under load: what most drills begin with.
 *
 * <p>Invariant: the sums are compared once, at the end, after the last call has ended.
 */
final class Scene implements AutoCloseable {
  /** The 99th percentile of a cluster that has warmed up is below that. */
  private static final double CALM_MILLIS = 100;

  private static final Duration UNEASY = Duration.ofSeconds(45);

  private final String drill;
  private final Drill.Ground ground;
  private final Site site;
  private final Traffic traffic;

  private Scene(String drill, Drill.Ground ground, Site site, Traffic traffic) {
    this.drill = drill;
    this.ground = ground;
    this.site = site;
    this.traffic = traffic;
  }

  /**
   * Starts nodes and load, and returns when the load has run undisturbed for the plan's seconds.
   */
  static Scene open(String drill, Drill.Ground ground, int instances) {
    Path counter = ground.plan().project().resolve("bench/counter");
    return open(drill, ground, instances, List.of(counter), _ -> {});
  }

  /**
   * The same on nodes that start with other services.
   *
   * @param prepare what is done before the load begins
   */
  static Scene open(
      String drill,
      Drill.Ground ground,
      int instances,
      List<Path> services,
      Consumer<Site> prepare) {
    DrillPlan plan = ground.plan();
    ground.say("%s: %d nodes are started".formatted(drill, plan.nodes()));
    var site =
        Site.open(
            new Site.Setup(plan.project(), plan.folder().resolve(drill), services),
            ground.patience());
    try {
      site.startNodes(plan.nodes());
      prepare.accept(site);
      var traffic =
          Traffic.start(new Traffic.Plan(site.addresses(), drill + "-", instances, plan.rate()));
      var scene = new Scene(drill, ground, site, traffic);
      ground.say("%s: %d calls/s to %d instances".formatted(drill, plan.rate(), instances));
      // Each instance is called at least twice before anything is done to it.
      Duration touched = Duration.ofSeconds(2L * instances / plan.rate());
      ground.patience().pause(Traffic.RISE.plus(touched));
      scene.awaitCalm();
      ground.say(drill + ": undisturbed for " + plan.seconds() + " s");
      ground.patience().pause(plan.steady());
      return scene;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** A disturbance is only measured against an undisturbed state. */
  private void awaitCalm() {
    long now = System.nanoTime();
    boolean calm =
        ground
            .patience()
            .until(() -> traffic.timeline().calmAfter(now, CALM_MILLIS).isPresent(), UNEASY);
    if (!calm) {
      ground.say(drill + ": this machine is too busy for that rate: calls are slow already");
    }
  }

  Site site() {
    return site;
  }

  Traffic traffic() {
    return traffic;
  }

  /** The state of things before a disturbance. */
  record Start(long nanos, Counts counts) {}

  Start disturb() {
    return new Start(System.nanoTime(), traffic.counts());
  }

  /** What was measured of a disturbance until now, with the words of the drill about it. */
  Finding finding(Start start, String what, String bound, String reached, Mark mark) {
    Counts counts = traffic.counts().since(start.counts());
    Percentiles before = traffic.timeline().before(start.nanos(), ground.plan().seconds());
    Percentiles during = traffic.timeline().between(start.nanos(), System.nanoTime());
    Mark failed = Mark.of(counts.failed() == 0);
    return new Finding(drill, what, bound, reached, mark.and(failed), counts, before, during);
  }

  /** Calls go on undisturbed for a while, so that what comes late still counts. */
  void settle() {
    ground.patience().pause(ground.plan().steady());
  }

  /** Ends the load and compares what every instance holds with what was acknowledged. */
  Finding sums() {
    traffic.stop();
    Ledger.Balance balance = traffic.ledger().balance(Sums.read(site, traffic.plan()));
    balance.wrong().forEach(line -> ground.say(drill + ": " + line));
    String reached =
        String.format(
            Locale.ROOT,
            "%d acknowledged, %d unknown, %d there: %d lost, %d twice",
            balance.acknowledged(),
            balance.perhaps(),
            balance.found(),
            balance.lost(),
            balance.surplus());
    return Finding.plain(drill, "sums", "0 lost, 0 twice", reached, Mark.of(balance.isRight()));
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }

  @Override
  public void close() {
    traffic.close();
    site.close();
  }
}
