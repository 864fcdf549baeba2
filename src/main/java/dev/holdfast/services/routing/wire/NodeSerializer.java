package dev.holdfast.services.routing.wire;

import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ParcelAddress;
import dev.holdfast.services.routing.ParcelMessage;
import dev.holdfast.services.routing.ReturnAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Carries requests and outcomes between nodes; Pekko makes it by reflection.
 *
 * <p>Invariant: nothing it writes is longer than a frame. What would be is kept as a parcel, and
 * its address goes instead.
 */
public final class NodeSerializer extends SerializerWithStringManifest {
  /** The form of what nodes tell each other; nodes of another form are not let in. */
  public static final int WIRE_FORMAT = 2;

  private static final int IDENTIFIER = 7301;
  private static final String REQUEST = "q";
  private static final String REPLY = "r";
  private static final String PARCEL = "p";

  /** How long an outcome waits to be fetched. */
  private static final Duration FETCHED_WITHIN = Duration.ofSeconds(30);

  private final ActorSystem<Void> system;
  private final ActorAddresses addresses;
  private final RequestCodec requests;
  private final ReplyCodec replies;

  public NodeSerializer(ExtendedActorSystem system) {
    this.system = Adapter.toTyped(system);
    this.addresses = new ActorAddresses(this.system);
    this.requests = new RequestCodec(addresses, () -> clock(system).instant());
    this.replies = new ReplyCodec(addresses);
  }

  /** Looked for only when it is needed: a system without services has none. */
  private static InstantSource clock(ExtendedActorSystem system) {
    return system
        .settings()
        .setup()
        .get(WireClock.class)
        .map(WireClock::clock)
        .orElseThrow(() -> new IllegalStateException("The node set no clock up."));
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
      case ParcelMessage _ -> PARCEL;
      default -> throw foreign(message);
    };
  }

  private static IllegalArgumentException foreign(Object message) {
    return new IllegalArgumentException("Not for other nodes: " + message.getClass());
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch (message) {
      case EntityMessage.Request request -> request(request);
      case NodeReply reply -> reply(reply);
      case ParcelMessage parcel -> ParcelCodec.write(parcel, addresses);
      default -> throw foreign(message);
    };
  }

  private byte[] request(EntityMessage.Request request) {
    byte[] bytes = requests.write(request);
    if (bytes.length <= Parcels.LONGEST_MESSAGE) {
      return bytes;
    }
    Parcels parcels = Parcels.of(system);
    ReturnAddress back = request.replyTo().returnAddress();
    RequestId id = back.attempt().id();
    ParcelAddress rest = parcels.keep(id, bytes, back.deadline());
    if (!request.replyTo().isWaiting()) {
      // It was answered meanwhile, perhaps before it was kept.
      parcels.answered(id);
    }
    return requests.write(new EntityMessage.Oversized(request.target(), request.replyTo(), rest));
  }

  private byte[] reply(NodeReply reply) {
    byte[] bytes = replies.write(reply);
    if (bytes.length <= Parcels.LONGEST_MESSAGE) {
      return bytes;
    }
    long until = System.nanoTime() + FETCHED_WITHIN.toNanos();
    ParcelAddress rest = Parcels.of(system).keep(bytes, until);
    return replies.write(new NodeReply.Oversized(reply.number(), rest));
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return switch (manifest) {
      case REQUEST -> requests.read(bytes);
      case REPLY -> replies.read(bytes);
      case PARCEL -> ParcelCodec.read(bytes, addresses);
      default -> throw new IllegalArgumentException("Not a message of this format: " + manifest);
    };
  }
}
