/**
 * How a node comes to run what the registry says. Start with {@link
 * dev.holdfast.deployments.rollout.Reconciler}.
 */
@NullMarked
package dev.holdfast.deployments.rollout;

import org.jspecify.annotations.NullMarked;
