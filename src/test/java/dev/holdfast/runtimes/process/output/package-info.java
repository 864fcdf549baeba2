/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.runtimes.process.output;

import org.jspecify.annotations.NullMarked;
