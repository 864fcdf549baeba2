package dev.holdfast.edge.streams;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Commits of an instance or messages of a topic as server-sent events, for as long as the caller
 * listens.
 *
 * <p>Invariant: the journal is read when the caller has room for more, never ahead, so a slow
 * caller costs one page; one that takes nothing at all is cut off by the idle time of its
 * connection.
 *
 * <pre>
 *   pull ──► a virtual thread waits for news (nudge, poll) ──► id: 42 / data: {…}
 *                     └── none within the heartbeat ────────► a comment line
 * </pre>
 */
public final class EventStream {
  private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();

  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");

  private final Limits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final SharedKillSwitch stop = KillSwitches.shared("edge-followers");
  private final ThreadFactory threads = Thread.ofVirtual().name("edge-follow-", 0).factory();

  public EventStream(Limits limits) {
    this.limits = limits;
  }

  /**
   * What streams may cost.
   *
   * @param most streams at once
   * @param heartbeat a comment line is sent after so much silence
   * @param page events read at once
   */
  public record Limits(int most, Duration heartbeat, int page) {}

  /** How many are open, as it changes. */
  public AtomicInteger open() {
    return open;
  }

  /** Ends all streams, so that their callers resume elsewhere. */
  public void stop() {
    stop.shutdown();
  }

  /**
   * The answer that follows something.
   *
   * @param head whether only its headers are asked for
   */
  public HttpResponse follow(boolean head, Feed.Opening opening) throws RequestRefused {
    if (open.get() >= limits.most()) {
      throw new RequestRefused(
          ProblemCode.OVERLOADED.problem("As many streams are followed as may be."), 5);
    }
    HttpResponse response =
        HttpResponse.create()
            .addHeader(RawHeader.create("Cache-Control", "no-store"))
            .addHeader(RawHeader.create("X-Accel-Buffering", "no"));
    return response.withEntity(
        head
            ? HttpEntities.create(EVENT_STREAM, ByteString.emptyByteString())
            : HttpEntities.createCloseDelimited(EVENT_STREAM, events(opening)));
  }

  private Source<ByteString, ?> events(Feed.Opening opening) {
    return Source.unfoldResourceAsync(
            () -> onThread(() -> open(opening)), feed -> onThread(() -> next(feed)), this::close)
        .via(stop.flow());
  }

  private Feed open(Feed.Opening opening) throws Exception {
    Feed feed = opening.open();
    open.incrementAndGet();
    return feed;
  }

  private CompletionStage<Done> close(Feed feed) {
    open.decrementAndGet();
    feed.close();
    return CompletableFuture.completedFuture(Done.done());
  }

  private Optional<ByteString> next(Feed feed) throws Exception {
    String events = feed.next(limits.page(), limits.heartbeat());
    if (events.isEmpty()) {
      return feed.isClosed() ? Optional.empty() : Optional.of(HEARTBEAT);
    }
    return Optional.of(ByteString.fromString(events));
  }

  /** Something that blocks. */
  private interface Work<T> {
    T run() throws Exception;
  }

  private <T> CompletionStage<T> onThread(Work<T> work) {
    var result = new CompletableFuture<T>();
    threads
        .newThread(
            () -> {
              try {
                result.complete(work.run());
              } catch (Throwable failure) {
                result.completeExceptionally(failure);
              }
            })
        .start();
    return result;
  }
}
