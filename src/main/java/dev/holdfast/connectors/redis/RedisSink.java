package dev.holdfast.connectors.redis;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.Delivery;
import dev.holdfast.connectors.outflow.SinkOutlet;
import dev.holdfast.connectors.outflow.Template;
import dev.holdfast.connectors.outflow.Window;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.protocol.Publication;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Adds a topic's messages to a stream. Commands are sent as they come and answered in order; an
 * answer means as much as the server's own durability ({@code appendfsync}).
 */
public final class RedisSink implements Link.Work {
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** Ours, which an attribute cannot take. */
  private static final Set<String> FIELDS = Set.of("id", "key", "payload");

  private final ConnectorSettings.RedisSink settings;
  private final SinkOutlet outlet;
  private final Status status;
  private final RedisConnection.Self self;
  private final Template stream;
  private final XAddArgs arguments = new XAddArgs();

  public RedisSink(
      ConnectorSettings.RedisSink settings,
      SinkOutlet outlet,
      Status status,
      RedisSource.Node node) {
    this.settings = settings;
    this.outlet = outlet;
    this.status = status;
    this.self = node.self();
    this.stream = new Template(settings.stream());
    if (settings.maxLength() > 0) {
      arguments.maxlen(settings.maxLength()).approximateTrimming();
    }
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    try (RedisConnection redis = RedisConnection.open(settings, self, Duration.ZERO)) {
      var lost = new CompletableFuture<Void>();
      var adding = new Adding(redis.connect(lost::completeExceptionally).async(), lost);
      outlet.through(adding.window);
      presence.connected();
      adding.until(presence);
    }
  }

  /** What is added along one connection. */
  private final class Adding {
    private final RedisAsyncCommands<String, byte[]> commands;
    private final CompletableFuture<Void> lost;
    private final Window window;

    Adding(RedisAsyncCommands<String, byte[]> commands, CompletableFuture<Void> lost) {
      this.commands = commands;
      this.lost = lost;
      this.window = new Window(settings.outflow().window(), status.counts(), this::add);
    }

    private void add(Delivery delivery) {
      Publication publication = delivery.message().publication();
      commands
          .xadd(stream.of(publication), arguments, fields(delivery))
          .whenComplete(
              (_, failure) -> {
                if (failure == null) {
                  window.answer(delivery, new Handover.Accepted());
                } else {
                  failed(delivery, failure);
                }
              });
    }

    private void failed(Delivery delivery, Throwable failure) {
      String why = Status.text(failure);
      if (failure instanceof RedisCommandExecutionException) {
        status.complain(why);
      } else {
        lost.completeExceptionally(failure);
      }
      window.answer(delivery, new Handover.NotNow(why));
    }

    void until(Link.Presence presence) throws IOException, InterruptedException {
      String end = "the sink is stopped";
      try {
        while (!presence.isStopping()) {
          requireConnection();
        }
        window.shut(end);
        long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (window.unanswered() > 0 && System.nanoTime() - deadline < 0) {
          requireConnection();
        }
      } catch (IOException e) {
        end = "the connection is lost: " + Status.text(e);
        throw e;
      } finally {
        window.close(end);
      }
    }

    private void requireConnection() throws IOException, InterruptedException {
      try {
        lost.get(TURN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillThere) {
        return;
      } catch (ExecutionException e) {
        throw new IOException(Status.text(e.getCause() == null ? e : e.getCause()), e);
      }
    }
  }

  private static Map<String, byte[]> fields(Delivery delivery) {
    Publication publication = delivery.message().publication();
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("id", bytes(delivery.id()));
    fields.put("key", bytes(publication.key()));
    fields.put("payload", publication.payload().utf8());
    publication
        .attributes()
        .forEach(
            (name, value) ->
                fields.put(FIELDS.contains(name) ? "attribute." + name : name, bytes(value)));
    return fields;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
