package dev.holdfast.deployments;

import dev.holdfast.deployments.rollout.Report;
import dev.holdfast.journal.deployments.NodeReports;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How far the nodes that are there are with a deployment. */
final class NodeProgress {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final NodeReports reports;
  private final Supplier<Set<String>> live;

  NodeProgress(NodeReports reports, Supplier<Set<String>> live) {
    this.reports = reports;
    this.live = live;
  }

  /** The last word of each node that is there; absent from those that have not said one. */
  Map<String, Optional<Report>> of(String deployment) {
    Map<String, Optional<Report>> all = new TreeMap<>();
    live.get().forEach(node -> all.put(node, Optional.empty()));
    for (NodeReports.Row row : reports.of(deployment)) {
      all.computeIfPresent(row.node(), (_, _) -> Optional.of(Report.read(row.document())));
    }
    return all;
  }

  /**
   * Waits until every node has loaded a version, or one cannot, or nobody wants it any more, or it
   * takes too long.
   *
   * @return which nodes have not loaded it, and why; empty when all have
   */
  String awaitLoaded(
      String deployment,
      int number,
      Duration patience,
      BooleanSupplier wanted,
      Undertaking progress) {
    long end = System.nanoTime() + patience.toNanos();
    Set<String> told = new TreeSet<>();
    while (true) {
      Set<String> waiting = new TreeSet<>();
      var failed = new StringBuilder();
      of(deployment)
          .forEach(
              (node, report) -> {
                Optional<Boolean> loaded = report.flatMap(it -> it.isLoaded(number));
                if (loaded.isEmpty()) {
                  waiting.add(node);
                } else if (!loaded.get()) {
                  failed.append("\n%s: %s".formatted(node, report.get().states().get(number)));
                } else if (told.add(node)) {
                  progress.says("loaded on " + node);
                }
              });
      if (!failed.isEmpty() || waiting.isEmpty()) {
        return failed.toString();
      }
      if (!wanted.getAsBoolean()) {
        return "\nanother one was deployed meanwhile";
      }
      if (System.nanoTime() > end) {
        return "\nnot yet on %s after %d s (holdfast.deployments.rollout.load)"
            .formatted(String.join(", ", waiting), patience.toSeconds());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
