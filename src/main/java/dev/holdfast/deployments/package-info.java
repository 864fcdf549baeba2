/**
 * Code that is deployed, beyond the folders that a node is started with: {@code .registry} is what
 * is deployed, as events; {@code .packages} is its code; {@code .rollout} brings each node to it;
 * {@code .gate} replays journals before a version runs. Start with {@link
 * dev.holdfast.deployments.Deployments}.
 */
@NullMarked
package dev.holdfast.deployments;

import org.jspecify.annotations.NullMarked;
