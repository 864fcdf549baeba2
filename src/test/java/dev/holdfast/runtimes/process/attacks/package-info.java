/** Functions that mean harm, in real processes, and a service beside them that must not notice. */
@NullMarked
package dev.holdfast.runtimes.process.attacks;

import org.jspecify.annotations.NullMarked;
