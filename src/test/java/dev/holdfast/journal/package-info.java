/** The journal on real databases. */
@NullMarked
package dev.holdfast.journal;

import org.jspecify.annotations.NullMarked;
