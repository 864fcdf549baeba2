package dev.holdfast.cli.drills;

import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.drills.load.Traffic;
import dev.holdfast.cli.drills.site.Site;
import dev.holdfast.cli.drills.site.SiteNode;
import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads what every instance holds, strongly, through whatever node answers. */
final class Sums {
  private static final int READERS = 16;
  private static final int TRIES = 10;
  private static final Map<String, String> STRONG = Map.of("Holdfast-Consistency", "strong");

  private final List<SiteNode> nodes;
  private final Traffic.Plan plan;

  private Sums(List<SiteNode> nodes, Traffic.Plan plan) {
    this.nodes = nodes;
    this.plan = plan;
  }

  static long[] read(Site site, Traffic.Plan plan) {
    List<SiteNode> running = site.nodes().stream().filter(SiteNode::isRunning).toList();
    return new Sums(running, plan).all();
  }

  private long[] all() {
    long[] found = new long[plan.instances()];
    List<Future<?>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int reader = 0; reader < READERS; reader++) {
        int first = reader;
        readers.add(threads.submit(() -> some(found, first)));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    } catch (ExecutionException e) {
      throw new LocalFailed("the instances cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailed("interrupted", e);
    }
    return found;
  }

  private void some(long[] found, int first) {
    for (int i = first; i < found.length; i += READERS) {
      found[i] = one(i);
    }
  }

  private long one(int instance) {
    String path = plan.path(instance) + "/value";
    String last = "no node runs";
    for (int i = 0; i < TRIES && !nodes.isEmpty(); i++) {
      try {
        Answer answer = nodes.get((instance + i) % nodes.size()).get(path, STRONG);
        if (answer.ok()) {
          return Long.parseLong(answer.body().strip());
        }
        if (answer.status() == 404) {
          return 0;
        }
        last = answer.status() + " " + answer.body();
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    throw new LocalFailed(path + ": " + last);
  }
}
