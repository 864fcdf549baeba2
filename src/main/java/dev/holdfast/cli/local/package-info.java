/**
 * Nodes and a PostgreSQL as processes of this machine, for trying a cluster out, for the bench and
 * for the fault suite. Start with {@link dev.holdfast.cli.local.LocalCluster}.
 */
@NullMarked
package dev.holdfast.cli.local;

import org.jspecify.annotations.NullMarked;
