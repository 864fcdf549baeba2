package dev.holdfast.edge.connections;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a server that are open, and how they come to their end.
 *
 * <p>Invariant: between {@link #answerLast} and {@link #closeIdle} no connection is closed but by
 * an answer that says so; so a caller learns that a connection ends before it sends on it again.
 *
 * <pre>
 * serving ──answerLast──► each answer is its connection's last ──closeIdle──► idle ones close
 * </pre>
 */
public final class OpenConnections {
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Boolean> none = new CompletableFuture<>();
  private volatile boolean last;
  private volatile boolean complete;
  private volatile boolean closing;

  /** One of them. */
  interface Open {
    /** Closes it unless it has a request in work; from any thread. */
    void closeIfIdle();
  }

  void opened(Open connection) {
    open.add(connection);
    if (closing) {
      connection.closeIfIdle();
    }
  }

  void closed(Open connection) {
    open.remove(connection);
    look();
  }

  /** Whether an answer has to be the last one of its connection. */
  boolean isLast() {
    return last;
  }

  public void answerLast() {
    last = true;
  }

  public void closeIdle() {
    closing = true;
    open.forEach(Open::closeIfIdle);
  }

  /**
   * Whether none is open any more, at once when it is so, and after the time at the latest; for
   * when no more can come.
   */
  public CompletionStage<Boolean> none(Duration most) {
    complete = true;
    look();
    return none.copy().completeOnTimeout(false, most.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (complete && open.isEmpty()) {
      none.complete(true);
    }
  }
}
