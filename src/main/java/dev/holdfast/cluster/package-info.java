/** The actor system, its membership, and who owns which slice. Start with {@code ClusterNode}. */
@NullMarked
package dev.holdfast.cluster;

import org.jspecify.annotations.NullMarked;
