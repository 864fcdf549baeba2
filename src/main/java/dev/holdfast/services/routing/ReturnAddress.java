package dev.holdfast.services.routing;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * How another node answers a request, and what it has to know of it.
 *
 * @param replies the actor that takes outcomes for the node that asked
 * @param deadline when the asker stops waiting, as {@link System#nanoTime()} of this node
 */
public record ReturnAddress(ActorRef<NodeReply> replies, long deadline, Attempt attempt) {}
