/** What the commands that start a node ask of it; the program hands them the starter. */
@NullMarked
package dev.holdfast.cli.node;

import org.jspecify.annotations.NullMarked;
