package dev.holdfast.services.routing;

import org.apache.pekko.actor.typed.ActorRef;

/** Where a long message can be fetched, and how long it is in bytes. */
public record ParcelAddress(ActorRef<ParcelMessage> at, long id, int length) {}
