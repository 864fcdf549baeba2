package dev.holdfast.edge.topics;

import dev.holdfast.edge.streams.Feed;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.messaging.TopicReads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The messages of a topic as they come.
 *
 * <p>Invariant: every message is told once, in the order of its slice, whatever nudges come, are
 * lost or come twice: a nudge only ends the wait early.
 */
public final class TopicFollower implements Feed {
  private final TopicReads reads;
  private final Start start;
  private final Duration poll;
  private final Semaphore nudges = new Semaphore(0);
  private final TopicReads.Subscription subscription;
  private volatile boolean closed;
  private TopicCursor cursor;

  /**
   * A follower from a place on.
   *
   * @param poll how often to look without a nudge
   */
  public TopicFollower(TopicReads reads, Start start, Duration poll) {
    this.reads = reads;
    this.start = start;
    this.poll = poll;
    this.cursor = start.after();
    this.subscription = reads.follow(start.topic(), this::nudge);
  }

  /** Where to begin: after a place, leaving out messages of earlier commits. */
  public record Start(String topic, TopicCursor after, Instant from) {}

  private void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public String next(int most, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!closed) {
      nudges.drainPermits();
      TopicCursor before = cursor;
      TopicReads.Page page = reads.read(start.topic(), before, start.from(), most);
      cursor = page.next();
      long left = until - System.nanoTime();
      if (!page.messages().isEmpty() || left <= 0) {
        return TopicRows.events(before, page);
      }
      if (cursor.equals(before)) {
        boolean _ = nudges.tryAcquire(Math.min(left, poll.toNanos()), TimeUnit.NANOSECONDS);
      }
    }
    return "";
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
    nudges.release();
  }
}
