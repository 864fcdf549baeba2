package dev.holdfast.services.routing;

import dev.holdfast.services.Outcome;

/** What the node of an instance tells the node that asked. */
public sealed interface NodeReply {
  /** Of the request, at the node that asked. */
  long number();

  record Answered(long number, Outcome outcome) implements NodeReply {}

  /** An outcome that is too long for one frame; whoever gets it fetches it. */
  record Oversized(long number, ParcelAddress rest) implements NodeReply {}

  /** Certainly not handled: send it again. */
  record Again(long number, String why) implements NodeReply {}

  /** Perhaps handled: send it again as a copy, which is recognised if it was. */
  record InDoubt(long number, String why) implements NodeReply {}
}
