/**
 * What the fault suite uses of this machine: namespaces, mounts, nodes, a database; and how all of
 * it is taken away again. Start with {@link dev.holdfast.cli.faults.machine.Machine}.
 */
@NullMarked
package dev.holdfast.cli.faults.machine;

import org.jspecify.annotations.NullMarked;
