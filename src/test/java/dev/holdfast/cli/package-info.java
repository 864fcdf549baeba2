/** The command line against a node that only knows what a test taught it. */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
