package dev.holdfast.services.routing;

import dev.holdfast.services.RequestId;

/**
 * What an instance must know of how a request came to it.
 *
 * @param id of the request, the same however often it is sent
 * @param number of the request among those its origin has routed to this slice, in order
 * @param floor nobody waits any more for requests of this origin and slice with a lower number
 * @param tracked the same request may come again although it was handled, because its answer can
 *     get lost on the way: the commit has to remember it
 */
public record Attempt(RequestId id, long number, long floor, boolean tracked) {
  /** A request that can only come once. */
  public static Attempt only(RequestId id) {
    return new Attempt(id, 0, 0, false);
  }
}
