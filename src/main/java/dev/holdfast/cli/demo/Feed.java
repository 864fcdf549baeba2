package dev.holdfast.cli.demo;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Refusal;
import dev.holdfast.cli.client.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends observations to the weather app, only those it does not know yet.
 *
 * <p>Invariant: a station's observations go out one after another, the oldest first, so the newest
 * one that its service knows tells what is missing. Stations go side by side.
 */
final class Feed {
  private static final int MOST_IN_FLIGHT = 16;
  private static final int MOST_TRIES = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final Weather weather;
  private final Terminal terminal;
  private final LongAdder sent = new LongAdder();
  private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
  private final CountDownLatch failed = new CountDownLatch(1);

  Feed(Weather weather, Terminal terminal) {
    this.weather = weather;
    this.terminal = terminal;
  }

  /** Sends what is missing and returns how many that were. */
  long send(Map<String, List<Observation>> stations) throws IOException {
    List<List<Observation>> missing = missing(stations);
    long all = stations.values().stream().mapToLong(List::size).sum();
    long total = missing.stream().mapToLong(List::size).sum();
    if (total == 0) {
      terminal.err().printf("holdfast: all %,d observations are known already%n", all);
      return 0;
    }
    String known = total < all ? String.format(", %,d are known already", all - total) : "";
    terminal.err().printf("holdfast: feeding %,d observations%s%n", total, known);
    try (var _ = ProgressLine.start(terminal, sent::sum, total)) {
      sideBySide(missing);
    }
    return total;
  }

  private List<List<Observation>> missing(Map<String, List<Observation>> stations)
      throws IOException {
    var missing = new ArrayList<List<Observation>>();
    for (var station : stations.entrySet()) {
      Instant known = weather.reportedUntil(station.getKey()).orElse(Instant.MIN);
      missing.add(station.getValue().stream().filter(one -> one.time().isAfter(known)).toList());
    }
    return missing;
  }

  private void sideBySide(List<List<Observation>> stations) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Void>>();
      for (List<Observation> station : stations) {
        running.add(threads.submit(inOrder(station)));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      failed.countDown();
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.FAILED, "The feed was interrupted.", e);
    }
  }

  private Callable<Void> inOrder(List<Observation> station) {
    return () -> {
      try {
        for (Observation observation : station) {
          if (failed.getCount() == 0) {
            break;
          }
          send(observation);
          sent.increment();
        }
      } catch (IOException | InterruptedException e) {
        failed.countDown();
        throw e;
      }
      return null;
    };
  }

  /** Once is enough however often it is tried: the key makes a repetition harmless. */
  private void send(Observation observation) throws IOException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; !isTaken(observation, attempt == MOST_TRIES); attempt++) {
      if (failed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      pause = pause.multipliedBy(2);
    }
  }

  private boolean isTaken(Observation observation, boolean last)
      throws IOException, InterruptedException {
    inFlight.acquire();
    try {
      Answer answer = weather.send(observation);
      if (answer.ok()) {
        return true;
      }
      boolean later = answer.status() == 429 || answer.status() >= 500;
      if (last || !later) {
        throw new IOException(
            "observation " + observation.key() + ": " + Refusal.of(answer).text());
      }
      return false;
    } catch (Unreachable e) {
      if (last) {
        throw e;
      }
      return false;
    } finally {
      inFlight.release();
    }
  }
}
