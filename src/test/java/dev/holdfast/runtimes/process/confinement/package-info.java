/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.runtimes.process.confinement;

import org.jspecify.annotations.NullMarked;
