package dev.holdfast.edge;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.history.History;
import dev.holdfast.services.history.HistoryFollower;
import dev.holdfast.services.history.HistoryRefused;
import dev.holdfast.services.history.HistoryRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * Commits of an instance as server-sent events, for as long as the caller listens.
 *
 * <p>Invariant: the journal is read when the caller has room for more, never ahead, so a slow
 * caller costs one page; one that takes nothing at all is cut off by the idle time of its
 * connection.
 *
 * <pre>
 *   pull ──► a virtual thread waits for commits (nudge, poll) ──► id: 42 / data: {…}
 *                     └── none within the heartbeat ────────────► a comment line
 * </pre>
 */
final class EventStream {
  private static final ContentType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();

  private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");

  private final EdgeSettings.Follow settings;
  private final History history;
  private final AtomicInteger open = new AtomicInteger();
  private final SharedKillSwitch stop = KillSwitches.shared("edge-followers");
  private final ThreadFactory threads = Thread.ofVirtual().name("edge-follow-", 0).factory();

  EventStream(EdgeSettings.Follow settings, History history, EdgeMetrics metrics) {
    this.settings = settings;
    this.history = history;
    metrics.gauge("holdfast.http.followers", "Streams of events that are open.", open);
  }

  /** Ends all streams, so that their callers resume elsewhere. */
  void stop() {
    stop.shutdown();
  }

  HttpResponse follow(Exchange exchange, EntityId target, long from) throws RequestRefused {
    if (open.get() >= settings.most()) {
      throw new RequestRefused(
          ProblemCode.OVERLOADED.problem("As many instances are followed as may be."), 5);
    }
    OptionalLong last = exchange.headers().lastEventId();
    long first = last.isPresent() ? last.getAsLong() + 1 : from;
    var headers =
        List.of(
            RawHeader.create("Cache-Control", "no-store"),
            RawHeader.create("X-Accel-Buffering", "no"));
    HttpResponse response = HttpResponse.create();
    for (var header : headers) {
      response = response.addHeader(header);
    }
    if (exchange.isHead()) {
      return response.withEntity(HttpEntities.create(EVENT_STREAM, ByteString.emptyByteString()));
    }
    return response.withEntity(
        HttpEntities.createCloseDelimited(EVENT_STREAM, commits(target, first)));
  }

  private Source<ByteString, ?> commits(EntityId target, long first) {
    return Source.unfoldResourceAsync(
            () -> onThread(() -> open(target, first)),
            follower -> onThread(() -> next(follower)),
            this::close)
        .via(stop.flow());
  }

  private HistoryFollower open(EntityId target, long first) throws HistoryRefused {
    HistoryFollower follower = history.follow(target, first);
    open.incrementAndGet();
    return follower;
  }

  private CompletionStage<Done> close(HistoryFollower follower) {
    if (!follower.isClosed()) {
      open.decrementAndGet();
      follower.close();
    }
    return CompletableFuture.completedFuture(Done.done());
  }

  private Optional<ByteString> next(HistoryFollower follower)
      throws HistoryRefused, InterruptedException {
    List<HistoryRow> rows = follower.next(settings.page(), settings.heartbeat());
    if (rows.isEmpty()) {
      return follower.isClosed() ? Optional.empty() : Optional.of(HEARTBEAT);
    }
    var text = new StringBuilder();
    for (HistoryRow row : rows) {
      text.append("id: ").append(row.row().sequence()).append("\nevent: commit\ndata: ");
      EventRows.write(text, row);
      text.append("\n\n");
    }
    return Optional.of(ByteString.fromString(text.toString()));
  }

  /** Something that blocks. */
  private interface Work<T> {
    T run() throws HistoryRefused, InterruptedException;
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
