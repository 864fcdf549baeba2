package dev.holdfast.edge.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.deployments.DeploymentRefused;
import dev.holdfast.deployments.Undertaking;
import dev.holdfast.edge.streams.Feed;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Something that takes its time, told as it goes: {@code progress} events, then one {@code done} or
 * {@code refused}.
 *
 * <p>Invariant: the work goes on to its end, whoever listens; what was told is told once, in order.
 */
public final class ProgressFeed implements Feed, Undertaking {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_WAITING = 1_000;

  private final Queue<String> events = new ArrayDeque<>();
  private boolean over;
  private boolean closed;

  private ProgressFeed() {}

  /** What takes its time. */
  @FunctionalInterface
  public interface Work {
    Json run(Undertaking progress) throws DeploymentRefused;
  }

  /**
   * Begins it.
   *
   * @param document how a problem is told
   */
  public static ProgressFeed start(
      Work work, ThreadFactory threads, Function<Problem, Json> document) {
    var feed = new ProgressFeed();
    threads.newThread(() -> feed.run(work, document)).start();
    return feed;
  }

  private void run(Work work, Function<Problem, Json> document) {
    try {
      end("done", work.run(this));
    } catch (DeploymentRefused refused) {
      end("refused", document.apply(refused.problem()));
    } catch (RuntimeException | Error failure) {
      end(
          "refused",
          document.apply(
              dev.holdfast.protocol.ProblemCode.INTERNAL.problem("It failed: " + failure)));
      throw failure;
    }
  }

  @Override
  public synchronized void says(String text) {
    if (events.size() < MOST_WAITING) {
      add("progress", Json.of(JSON.createObjectNode().put("says", text).toString()));
    }
  }

  private synchronized void end(String event, Json data) {
    add(event, data);
    over = true;
  }

  private void add(String event, Json data) {
    events.add("event: %s\ndata: %s\n\n".formatted(event, data));
    notifyAll();
  }

  @Override
  public synchronized String next(int most, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (events.isEmpty() && !closed && !over) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return "";
      }
      wait(left);
    }
    var told = new StringBuilder();
    for (int i = 0; i < most && !events.isEmpty(); i++) {
      told.append(events.remove());
    }
    return told.toString();
  }

  /** Also when all is told: then there is nothing to wait for. */
  @Override
  public synchronized boolean isClosed() {
    return closed || (over && events.isEmpty());
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
