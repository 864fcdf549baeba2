/**
 * What a process of a function is shut in, as far as this machine can. Start with {@code
 * Confinement}: found once, told in the log, then part of each command line.
 */
@NullMarked
package dev.holdfast.runtimes.process.confinement;

import org.jspecify.annotations.NullMarked;
