/**
 * How a request gets to its instance on whatever node, and its outcome back. Start at {@link
 * dev.holdfast.services.routing.PendingCall}.
 */
@NullMarked
package dev.holdfast.services.routing;

import org.jspecify.annotations.NullMarked;
