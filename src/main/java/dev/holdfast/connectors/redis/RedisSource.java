package dev.holdfast.connectors.redis;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Group;
import dev.holdfast.connectors.ConnectorSettings.Nodes;
import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Inlet;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Map;

/**
 * Takes a stream's entries into a topic as one consumer of a group. Redis keeps what a consumer was
 * given and has not acknowledged; with that a new connection begins.
 */
public final class RedisSource implements Link.Work {
  private final ConnectorSettings.RedisSource settings;
  private final Inlet inlet;
  private final Status status;
  private final RedisConnection.Self self;

  /** What a connector of Redis needs of its node. */
  public record Node(String name, Map<String, String> environment, RedisThreads threads) {
    RedisConnection.Self self() {
      return new RedisConnection.Self(name, environment, threads);
    }
  }

  public RedisSource(
      ConnectorSettings.RedisSource settings, Inlet inlet, Status status, Node node) {
    this.settings = settings;
    this.inlet = inlet;
    this.status = status;
    this.self = node.self();
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    try (RedisConnection redis = RedisConnection.open(settings, self, settings.reading().block())) {
      var intake = new Intake<String>(inlet, settings, status);
      var asking = redis.connect(intake::lost).async();
      makeGroup(redis, asking);
      // Reading waits for entries, and would keep acknowledgements waiting behind it.
      var reading = redis.connect(intake::lost).async();
      presence.connected();
      intake.run(new Taking(settings, consumer(), intake, reading, asking), presence);
    }
  }

  /**
   * With one node at a time the name is the same on each, so that the next one begins with what the
   * last one had; with all it is the node's.
   */
  private Consumer<String> consumer() {
    String name = settings.intake().nodes() == Nodes.ONE ? settings.name() : self.node();
    return Consumer.from(settings.group().name(), name);
  }

  private void makeGroup(RedisConnection redis, RedisAsyncCommands<String, byte[]> asking)
      throws Exception {
    Group group = settings.group();
    try {
      var from = StreamOffset.from(group.stream(), group.start());
      redis.ask(asking.xgroupCreate(from, group.name(), XGroupCreateArgs.Builder.mkstream(true)));
    } catch (RedisBusyException thereAlready) {
      // Made before, by us or by another node.
    }
  }
}
