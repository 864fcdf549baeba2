package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Start;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.intake.Session;
import dev.holdfast.connectors.link.Link.Presence;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one member of a group along one connection; all of it belongs to the thread of the
 * intake, and so does the consumer, which waits for records only when there is nothing else to do.
 *
 * <p>Invariant: what is committed for a partition is a bound below which everything is through, and
 * no more than {@code prefetch} records are held. None is taken, either, while more than that are
 * through above the bounds, since they come again to the next member, and a topic remembers so many
 * ids only. A partition that is taken away is committed for the last time, and nothing that comes
 * through later is committed for it.
 *
 * <pre>
 *   join ──► given partitions ──► poll ──► held ──► accepted ──► through ──► committed
 *                  ▲                └► none while there is no room for a batch
 *                  └── taken away ◄── another member comes
 * </pre>
 */
final class Taking implements Session<Place>, AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final ConnectorSettings.KafkaSource settings;
  private final String topic;
  private final Duration answerTimeout;
  private final int prefetch;
  private final int batch;
  private final Intake<Place> intake;
  private final Consumer<byte[], byte[]> consumer;
  private final Optional<Grave> grave;
  private final Pulse pulse;
  private final Map<TopicPartition, Offsets> assigned = new HashMap<>();
  private int held;
  private boolean full;
  private boolean finished;
  private long commitAtNanos;

  /** Is not connected yet. */
  Taking(
      ConnectorSettings.KafkaSource settings,
      Access access,
      String instance,
      Optional<Grave> grave,
      Intake<Place> intake) {
    this.settings = settings;
    this.topic = settings.kafka().topic();
    this.answerTimeout = settings.common().broker().answerTimeout();
    this.prefetch = settings.intake().prefetch();
    this.batch = Math.min(prefetch, settings.membership().batch());
    this.intake = intake;
    this.grave = grave;
    this.commitAtNanos = System.nanoTime() + settings.membership().commit().toNanos();
    this.consumer = access.consumer(settings, instance, batch);
    this.pulse = new Pulse(consumer.metrics(), "consumer-metrics", answerTimeout);
  }

  /** Connects and asks for a place in the group; tells once it has one. */
  void join(Presence presence) throws IOException {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, answerTimeout);
    if (settings.membership().start() == Start.NOW) {
      beginNow(partitions);
    }
    consumer.subscribe(List.of(topic), new Assignment(presence));
  }

  /**
   * Kafka's own "latest" would be taken anew by each connection until something is committed, and
   * for each partition that is added; what came before that would be passed over.
   */
  private void beginNow(List<PartitionInfo> partitions) throws IOException {
    Set<TopicPartition> all = new HashSet<>();
    for (PartitionInfo one : partitions) {
      all.add(new TopicPartition(topic, one.partition()));
    }
    if (consumer.committed(all, answerTimeout).values().stream().allMatch(Objects::isNull)) {
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      consumer
          .endOffsets(all, answerTimeout)
          .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
      try {
        consumer.commitSync(ends, answerTimeout);
      } catch (CommitFailedException _) {
        // What it says is meant for somebody else: that we have not polled for too long.
        throw new IOException(
            "start = now needs a group of its own: %s has members and no offsets of %s"
                .formatted(settings.membership().group(), topic));
      }
    }
  }

  /** What the group gives us and takes away; called while polling. */
  private final class Assignment implements ConsumerRebalanceListener {
    private final Presence presence;
    private boolean joined;

    Assignment(Presence presence) {
      this.presence = presence;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(one -> assigned.put(one, new Offsets()));
      if (full) {
        consumer.pause(partitions);
      }
      if (!joined) {
        joined = true;
        presence.connected();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> due = due(partitions);
      try {
        if (!due.isEmpty()) {
          consumer.commitSync(due, CLOSING);
        }
      } catch (KafkaException notCommitted) {
        // The next member begins further back, and what comes again is recognised.
      }
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      assigned.keySet().removeAll(partitions);
    }
  }

  @Override
  public void turn(int room) throws IOException {
    int ahead = assigned.values().stream().mapToInt(Offsets::ahead).sum();
    full = Math.min(room, prefetch - held) < batch || ahead > prefetch;
    if (full) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    boolean idle = held == 0 && room == prefetch;
    consumer.poll(idle ? IDLE : Duration.ZERO).forEach(this::arrived);
    if (idle) {
      // We have waited here, so the intake need not.
      intake.tell(() -> {});
    }
    pulse.require();
    if (assigned.isEmpty() && consumer.partitionsFor(topic, answerTimeout).isEmpty()) {
      throw Access.missing(topic);
    }
    if (System.nanoTime() - commitAtNanos >= 0) {
      commit();
    }
  }

  private void arrived(ConsumerRecord<byte[], byte[]> record) {
    Offsets offsets = assigned.get(new TopicPartition(record.topic(), record.partition()));
    if (offsets == null) {
      throw new IllegalStateException("a record of a partition that is not ours");
    }
    offsets.arrived(record.offset(), record.leaderEpoch());
    held++;
    intake.arrived(Records.incoming(new Place(offsets, record), settings.intake().payload()));
  }

  @Override
  public void accept(Place place) {
    place.offsets().accepted(place.record().offset());
    held--;
  }

  @Override
  public void refuse(Incoming<Place> poison, String why) {
    if (grave.isPresent()) {
      grave.get().add(poison.handle(), why, this::accept);
    } else {
      accept(poison.handle());
    }
  }

  private void commit() {
    commitAtNanos = System.nanoTime() + settings.membership().commit().toNanos();
    Map<TopicPartition, OffsetAndMetadata> due = due(assigned.keySet());
    if (!due.isEmpty()) {
      consumer.commitAsync(due, this::onCommitted);
    }
  }

  private void onCommitted(
      Map<TopicPartition, OffsetAndMetadata> told, @Nullable Exception failure) {
    if (failure == null) {
      told.forEach(
          (partition, upTo) -> {
            Offsets offsets = assigned.get(partition);
            if (offsets != null) {
              offsets.committed(upTo.offset());
            }
          });
    } else if (!isPassing(failure)) {
      intake.lost(failure);
    }
  }

  /** It is committed again with the next ones, or is not ours to commit any more. */
  private static boolean isPassing(Exception failure) {
    return failure instanceof RetriableException
        || failure instanceof RebalanceInProgressException
        || failure instanceof CommitFailedException;
  }

  private Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition one : partitions) {
      Offsets offsets = assigned.get(one);
      if (offsets != null && offsets.isDue()) {
        due.put(one, new OffsetAndMetadata(offsets.through(), offsets.epoch(), ""));
      }
    }
    return due;
  }

  @Override
  public void pause() {
    // Records come only by a turn, and there is none after this.
  }

  @Override
  public void finish() {
    finished = true;
    Map<TopicPartition, OffsetAndMetadata> due = due(assigned.keySet());
    if (!due.isEmpty()) {
      consumer.commitSync(due, CLOSING);
    }
  }

  /**
   * Who has finished leaves the group, and the others take over at once. Whose connection is lost
   * keeps its place, to which the next connection comes back.
   */
  @Override
  public void close() {
    assigned.clear();
    consumer.close(
        CloseOptions.timeout(CLOSING)
            .withGroupMembershipOperation(
                finished
                    ? GroupMembershipOperation.LEAVE_GROUP
                    : GroupMembershipOperation.REMAIN_IN_GROUP));
  }
}
