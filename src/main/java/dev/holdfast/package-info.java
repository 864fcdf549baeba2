/** The program: {@link dev.holdfast.Node} builds one node out of all other packages. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
