package dev.holdfast.services.routing;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** How a node fetches a message that is too long for one frame, part by part. */
public sealed interface ParcelMessage {
  record Fetch(long id, int from, ActorRef<ParcelMessage> replyTo) implements ParcelMessage {}

  /** Empty where the parcel is gone. */
  record Part(ByteString bytes) implements ParcelMessage {}
}
