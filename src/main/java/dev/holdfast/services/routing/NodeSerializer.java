package dev.holdfast.services.routing;

import java.time.Clock;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Carries requests and outcomes between nodes; Pekko makes it by reflection. */
public final class NodeSerializer extends SerializerWithStringManifest {
  /** The form of what nodes tell each other; nodes of another form are not let in. */
  public static final int WIRE_FORMAT = 1;

  private static final int IDENTIFIER = 7301;
  private static final String REQUEST = "q" + WIRE_FORMAT;
  private static final String REPLY = "r" + WIRE_FORMAT;

  private final RequestCodec requests;

  public NodeSerializer(ExtendedActorSystem system) {
    this.requests = new RequestCodec(new Resolved(system), Clock.systemUTC());
  }

  /** Found only once it is needed: while serializers are made, the system is not yet whole. */
  private record Resolved(ExtendedActorSystem system) implements RequestCodec.Addresses {
    private ActorRefResolver resolver() {
      return ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public String text(ActorRef<NodeReply> replies) {
      return resolver().toSerializationFormat(replies);
    }

    @Override
    public ActorRef<NodeReply> actor(String text) {
      return resolver().resolveActorRef(text);
    }
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return switch (message) {
      case EntityMessage.Request _ -> REQUEST;
      case NodeReply _ -> REPLY;
      default -> throw new IllegalArgumentException("Not for other nodes: " + message.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch (message) {
      case EntityMessage.Request request -> requests.write(request);
      case NodeReply reply -> ReplyCodec.write(reply);
      default -> throw new IllegalArgumentException("Not for other nodes: " + message.getClass());
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return switch (manifest) {
      case REQUEST -> requests.read(bytes);
      case REPLY -> ReplyCodec.read(bytes);
      default -> throw new IllegalArgumentException("Not a message of this format: " + manifest);
    };
  }
}
