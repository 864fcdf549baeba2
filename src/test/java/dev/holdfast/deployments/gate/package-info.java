/** What the replay gate finds. */
@NullMarked
package dev.holdfast.deployments.gate;

import org.jspecify.annotations.NullMarked;
