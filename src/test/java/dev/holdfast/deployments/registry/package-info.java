/** The registry without its actor. */
@NullMarked
package dev.holdfast.deployments.registry;

import org.jspecify.annotations.NullMarked;
