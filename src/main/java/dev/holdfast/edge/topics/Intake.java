package dev.holdfast.edge.topics;

import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what callers send, one message or many.
 *
 * <p>Invariant: messages with the same key are published one after the other, and none after one
 * that was not, so sending all of them again keeps their order. Only so many are under way at once;
 * more are refused rather than queued.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Inlet inlet;
  private final Semaphore room;

  public Intake(Inlet inlet, int underWay) {
    this.inlet = inlet;
    this.room = new Semaphore(underWay);
  }

  /** Publishes one message: completes once it is on disk, else with {@link RequestRefused}. */
  public CompletionStage<Void> publish(InboundMessage message) throws RequestRefused {
    return publish(List.of(message)).thenAccept(fates -> refuse(fates.problem()));
  }

  /**
   * Publishes the events of a batch: completes once all are on disk, else with {@link
   * RequestRefused}, which says what is wrong with which, and which are on disk.
   */
  public CompletionStage<Void> publishBatch(List<InboundMessage> messages) throws RequestRefused {
    return publish(messages).thenAccept(fates -> refuse(fates.problemOfBatch()));
  }

  private static void refuse(Optional<Problem> problem) {
    if (problem.isPresent()) {
      throw new CompletionException(new RequestRefused(problem.get()));
    }
  }

  private CompletionStage<Fates> publish(List<InboundMessage> messages) throws RequestRefused {
    int size = messages.size();
    if (!room.tryAcquire(size)) {
      throw new RequestRefused(
          ProblemCode.OVERLOADED.problem("Too many messages are being published."), 1);
    }
    var fates = new Fates(size);
    Map<String, CompletableFuture<Boolean>> lines = new HashMap<>();
    for (int i = 0; i < size; i++) {
      int place = i;
      InboundMessage message = messages.get(i);
      CompletableFuture<Boolean> line =
          lines.getOrDefault(message.key(), CompletableFuture.completedFuture(true));
      lines.put(
          message.key(),
          line.thenCompose(
              goesOn ->
                  goesOn
                      ? publish(message, place, fates)
                      : CompletableFuture.completedFuture(false)));
    }
    return CompletableFuture.allOf(
            new ArrayList<>(lines.values()).toArray(new CompletableFuture<?>[0]))
        .handle(
            (_, failure) -> {
              room.release(size);
              if (failure != null) {
                throw new CompletionException(failure);
              }
              return fates;
            });
  }

  /** Whether it is on disk. */
  private CompletionStage<Boolean> publish(InboundMessage message, int place, Fates fates) {
    CompletionStage<Void> published;
    try {
      published = inlet.publish(message);
    } catch (RuntimeException failure) {
      published = CompletableFuture.failedFuture(failure);
    }
    return published.handle(
        (_, failure) -> {
          if (failure == null) {
            fates.published(place);
            return true;
          }
          fates.failed(place, problem(message.topic(), failure));
          return false;
        });
  }

  private static Problem problem(String topic, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof NotPublished not) {
      return not.problem();
    }
    LOG.error("A message for {} could not be published", topic, cause);
    return ProblemCode.INTERNAL.problem("Something failed inside; it has been logged.");
  }
}
