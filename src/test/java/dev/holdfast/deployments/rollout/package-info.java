/** How nodes follow the registry. */
@NullMarked
package dev.holdfast.deployments.rollout;

import org.jspecify.annotations.NullMarked;
