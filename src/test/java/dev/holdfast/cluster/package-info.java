/** Tests of the actor system's membership and of who owns which slice. */
@NullMarked
package dev.holdfast.cluster;

import org.jspecify.annotations.NullMarked;
