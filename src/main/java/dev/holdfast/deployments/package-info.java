/**
 * Code that is deployed rather than given on a command line: {@code .registry} is what is deployed,
 * as events; {@code .rollout} brings each node to it; {@code .gate} replays journals before a
 * version runs. Start with {@link dev.holdfast.deployments.Deployments}.
 */
@NullMarked
package dev.holdfast.deployments;

import org.jspecify.annotations.NullMarked;
