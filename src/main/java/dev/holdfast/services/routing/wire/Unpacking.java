package dev.holdfast.services.routing.wire;

import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the whole message again of one that came as an address to fetch it from. */
public final class Unpacking {
  private static final Logger LOG = LoggerFactory.getLogger(Unpacking.class);

  private final ActorSystem<?> system;
  private final RequestCodec requests;
  private final ReplyCodec replies;

  public Unpacking(ActorSystem<?> system, InstantSource clock) {
    this.system = system;
    var addresses = new ActorAddresses(system);
    this.requests = new RequestCodec(addresses, clock);
    this.replies = new ReplyCodec(addresses);
  }

  /** Fetches the rest of a request; where that fails it is certain that nobody handled it. */
  public void unpack(EntityMessage.Oversized request, Consumer<EntityMessage.Request> then) {
    var _ =
        Parcels.of(system)
            .fetch(request.rest())
            .whenComplete(
                (bytes, failure) -> {
                  if (failure == null) {
                    then.accept(requests.read(bytes, request.replyTo()));
                  } else {
                    request.replyTo().sendAgain("its body could not be fetched");
                  }
                });
  }

  /** Fetches an outcome; where that fails the call is sent again after its silence. */
  void unpack(NodeReply.Oversized reply, Consumer<NodeReply> then) {
    var _ =
        Parcels.of(system)
            .fetch(reply.rest())
            .whenComplete(
                (bytes, failure) -> {
                  if (failure == null) {
                    then.accept(replies.read(bytes));
                  } else {
                    LOG.info("An outcome could not be fetched: {}", failure.getMessage());
                  }
                });
  }
}
