/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.runtimes.process.limits;

import org.jspecify.annotations.NullMarked;
