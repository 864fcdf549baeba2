/**
 * What messaging promises, kept by real nodes that are killed: a journal in a file or in
 * PostgreSQL, an actor system, hosted services, couriers. Start with {@code Place}, on which nodes
 * come and go.
 */
@NullMarked
package dev.holdfast.messaging.promises;

import org.jspecify.annotations.NullMarked;
