package dev.holdfast.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.TopicReads;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Slices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Topics in memory, laid out as a journal has them: by slice of the publisher and offset, several
 * messages a commit.
 */
final class MemoryTopics implements Inlet, TopicReads {
  private final Slices slices = new Slices(4);
  private final InstantSource clock;
  private final List<TopicMessage> messages = new ArrayList<>();
  private final Map<Integer, Long> offsets = new HashMap<>();
  private final Set<List<String>> known = new HashSet<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  /** Every message that was handed over, in order, published or not. */
  final List<InboundMessage> handedOver = new CopyOnWriteArrayList<>();

  /** Why a message is not published; nothing by itself. */
  volatile Function<InboundMessage, Optional<Problem>> refusal = _ -> Optional.empty();

  /** What has to happen before a message is published; nothing by itself. */
  volatile Function<InboundMessage, CompletionStage<?>> delay =
      _ -> CompletableFuture.completedFuture("");

  /** Whether looking for messages ends early, as it may in a long journal. */
  volatile boolean shortSighted;

  MemoryTopics(InstantSource clock) {
    this.clock = clock;
  }

  /** Waits for something that happens elsewhere. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(condition.getAsBoolean());
  }

  private record Follower(String topic, Runnable nudge) {}

  @Override
  public CompletionStage<Void> publish(InboundMessage message) {
    handedOver.add(message);
    return delay
        .apply(message)
        .thenCompose(
            _ -> {
              Optional<Problem> problem = refusal.apply(message);
              if (problem.isPresent()) {
                return CompletableFuture.failedFuture(new NotPublished(problem.get()));
              }
              accept(message);
              return CompletableFuture.completedFuture(null);
            });
  }

  private synchronized void accept(InboundMessage message) {
    boolean isNew =
        message.dedupId().isEmpty()
            || known.add(List.of(message.topic(), message.key(), message.dedupId().get()));
    if (isNew) {
      commit(
          new EntityId("inlet", message.topic()),
          new Publication(message.topic(), message.key(), message.payload(), message.attributes()));
    }
  }

  /** One commit of an instance with what it publishes. */
  synchronized void commit(EntityId publisher, Publication... publications) {
    int slice = slices.of(publisher.key());
    long offset = offsets.merge(slice, 1L, Long::sum);
    for (int i = 0; i < publications.length; i++) {
      messages.add(
          new TopicMessage(
              new MessageId(slice, offset, i), publisher, clock.instant(), publications[i]));
    }
    for (Publication publication : publications) {
      for (Follower follower : followers) {
        if (follower.topic().equals(publication.topic())) {
          follower.nudge().run();
        }
      }
    }
  }

  int followers() {
    return followers.size();
  }

  synchronized List<TopicMessage> all() {
    return List.copyOf(messages);
  }

  @Override
  public synchronized List<String> topics() {
    var topics = new TreeSet<String>();
    messages.forEach(message -> topics.add(message.publication().topic()));
    return List.copyOf(topics);
  }

  @Override
  public synchronized Page read(String topic, TopicCursor after, Instant from, int limit) {
    var found = new ArrayList<TopicMessage>();
    TopicCursor next = after;
    for (TopicMessage message : messages) {
      if (found.size() == limit) {
        break;
      }
      TopicCursor.Place place = after.at(message.id().slice());
      long reached = place.offset() + 1;
      boolean isNew =
          message.id().offset() > reached
              || (message.id().offset() == reached && message.id().index() >= place.taken());
      if (!isNew) {
        continue;
      }
      next = next.after(message.id());
      if (message.publication().topic().equals(topic) && !message.time().isBefore(from)) {
        found.add(message);
      } else if (shortSighted && found.isEmpty()) {
        break;
      }
    }
    return new Page(found, next);
  }

  @Override
  public Subscription follow(String topic, Runnable nudge) {
    var follower = new Follower(topic, nudge);
    followers.add(follower);
    return () -> followers.remove(follower);
  }
}
