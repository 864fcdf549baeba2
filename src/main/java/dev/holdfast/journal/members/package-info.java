/**
 * The table in which the nodes of a cluster find each other. Start with {@code Members}; what is
 * done about its rows is decided in package {@code cluster}.
 */
@NullMarked
package dev.holdfast.journal.members;

import org.jspecify.annotations.NullMarked;
