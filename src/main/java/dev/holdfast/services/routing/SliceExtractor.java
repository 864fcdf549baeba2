package dev.holdfast.services.routing;

import dev.holdfast.protocol.Slices;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/** Tells Pekko where a request belongs: the instance by its key, the shard by its slice. */
public final class SliceExtractor extends ShardingMessageExtractor<EntityMessage, EntityMessage> {
  private final Slices slices;
  private final String[] names;

  public SliceExtractor(Slices slices) {
    this.slices = slices;
    this.names = new String[slices.count()];
    for (int slice = 0; slice < names.length; slice++) {
      names[slice] = Integer.toString(slice);
    }
  }

  @Override
  public String entityId(EntityMessage message) {
    return switch (message) {
      case EntityMessage.Request request -> request.target().key();
      case EntityMessage.Turn _,
          EntityMessage.Leave _,
          EntityMessage.Stop _,
          EntityMessage.Decided _,
          EntityMessage.Proved _,
          EntityMessage.Confirmed _ ->
          throw new IllegalArgumentException("An entity sends " + message + " to itself only.");
    };
  }

  @Override
  public String shardId(String entityId) {
    return names[slices.of(entityId)];
  }

  @Override
  public EntityMessage unwrapMessage(EntityMessage message) {
    return message;
  }
}
