/**
 * How messages go to their receivers in order, without an actor or a database in sight: a lane with
 * its queues, one a receiver, and what it sets aside. Start with {@code Lane}.
 */
@NullMarked
package dev.holdfast.messaging.lanes;

import org.jspecify.annotations.NullMarked;
