/** Tests of how requests travel between nodes. */
@NullMarked
package dev.holdfast.services.routing;

import org.jspecify.annotations.NullMarked;
