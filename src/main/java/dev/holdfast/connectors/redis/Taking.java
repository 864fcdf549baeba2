package dev.holdfast.connectors.redis;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.intake.Session;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The entries of one consumer along one connection; all of it belongs to the thread of the intake.
 *
 * <p>Invariant: an entry is held from its arrival to its acknowledgement and taken once meanwhile,
 * however often Redis gives it. New entries are asked for only once all that the consumer had been
 * given before has arrived.
 *
 * <pre>
 *   given before, page by page ──► none left ──► new ones, again and again
 *                                          └──► now and then: from consumers that are gone
 * </pre>
 */
final class Taking implements Session<String> {
  private static final String FIRST = "0-0";
  private static final Duration LAST_ANSWER = Duration.ofSeconds(2);

  private final ConnectorSettings.RedisSource settings;
  private final String stream;
  private final Consumer<String> consumer;
  private final Intake<String> intake;
  private final RedisAsyncCommands<String, byte[]> reading;
  private final RedisAsyncCommands<String, byte[]> asking;
  private final Entries entries;
  private final Set<String> held = new HashSet<>();
  private String givenAfter = FIRST;
  private boolean allGiven;
  private int asked;
  private int askedToClaim;
  private String claimFrom = FIRST;
  private long claimAtNanos = System.nanoTime();
  private boolean paused;
  private CompletableFuture<Long> lastAcknowledgement = CompletableFuture.completedFuture(0L);

  Taking(
      ConnectorSettings.RedisSource settings,
      Consumer<String> consumer,
      Intake<String> intake,
      RedisAsyncCommands<String, byte[]> reading,
      RedisAsyncCommands<String, byte[]> asking) {
    this.settings = settings;
    this.stream = settings.group().stream();
    this.consumer = consumer;
    this.intake = intake;
    this.reading = reading;
    this.asking = asking;
    this.entries = new Entries(settings);
  }

  @Override
  public void turn(int room) {
    int free = room - asked - askedToClaim;
    if (paused || free <= 0) {
      return;
    }
    if (asked == 0) {
      asked = Math.min(free, settings.reading().batch());
      read(asked);
      free -= asked;
    }
    if (allGiven && askedToClaim == 0 && free > 0 && System.nanoTime() - claimAtNanos >= 0) {
      askedToClaim = Math.min(free, settings.reading().batch());
      claim(askedToClaim);
    }
  }

  @SuppressWarnings("unchecked") // An array of offsets, of which there is one.
  private void read(int count) {
    var arguments = new XReadArgs().count(count);
    if (allGiven) {
      arguments.block(settings.reading().block());
      told(reading.xreadgroup(consumer, arguments, StreamOffset.lastConsumed(stream)), this::onNew);
    } else {
      told(
          reading.xreadgroup(consumer, arguments, StreamOffset.from(stream, givenAfter)),
          this::onGiven);
    }
  }

  private void onGiven(List<StreamMessage<String, byte[]>> found) {
    asked = 0;
    allGiven = found.isEmpty();
    if (!allGiven) {
      givenAfter = found.getLast().getId();
      found.forEach(this::arrived);
    }
  }

  private void onNew(List<StreamMessage<String, byte[]>> found) {
    asked = 0;
    found.forEach(this::arrived);
  }

  private void claim(int count) {
    var arguments =
        new XAutoClaimArgs<String>()
            .consumer(consumer)
            .minIdleTime(settings.reading().claimIdle())
            .startId(claimFrom)
            .count(count);
    told(asking.xautoclaim(stream, arguments), this::onClaimed);
  }

  private void onClaimed(ClaimedMessages<String, byte[]> claimed) {
    askedToClaim = 0;
    claimFrom = claimed.getId();
    if (claimFrom.equals(FIRST)) {
      claimAtNanos = System.nanoTime() + settings.reading().claimInterval().toNanos();
    }
    claimed.getMessages().forEach(this::arrived);
  }

  private void arrived(StreamMessage<String, byte[]> entry) {
    if (!held.add(entry.getId())) {
      return;
    }
    if (entry.getBody() == null || entry.getBody().isEmpty()) {
      // Trimmed or deleted while it waited: there is nothing left to take.
      accept(entry.getId());
      return;
    }
    intake.arrived(entries.incoming(entry));
  }

  @Override
  public void accept(String id) {
    held.remove(id);
    RedisFuture<Long> answer = asking.xack(stream, settings.group().name(), id);
    lastAcknowledgement = answer.toCompletableFuture();
    told(answer, _ -> {});
  }

  @Override
  public void refuse(Incoming<String> poison, String why) {
    String id = poison.handle();
    if (settings.deadLetter().isEmpty()) {
      accept(id);
      return;
    }
    String group = settings.group().name();
    told(
        asking
            .xadd(settings.deadLetter().get(), entries.outgoing(poison, why))
            .thenCompose(_ -> asking.xack(stream, group, id)),
        _ -> held.remove(id));
  }

  @Override
  public void pause() {
    paused = true;
  }

  /** Answers come in order: the last one is the end of all. */
  @Override
  public void finish() throws Exception {
    lastAcknowledgement.get(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The answer is dealt with by the intake's thread; a failure ends the connection. */
  private <T> void told(CompletionStage<T> answer, java.util.function.Consumer<T> next) {
    answer.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            intake.lost(failure);
          } else {
            intake.tell(() -> next.accept(result));
          }
        });
  }
}
