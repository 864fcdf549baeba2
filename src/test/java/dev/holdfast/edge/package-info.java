/** The edge against services and a journal in memory, over real sockets. */
@NullMarked
package dev.holdfast.edge;

import org.jspecify.annotations.NullMarked;
