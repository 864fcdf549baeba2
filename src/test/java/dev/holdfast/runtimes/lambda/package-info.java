/** Functions in Lambda, against an emulator that others wrote and against servers of our own. */
@NullMarked
package dev.holdfast.runtimes.lambda;

import org.jspecify.annotations.NullMarked;
