/** Commands about deployments. */
@NullMarked
package dev.holdfast.cli.deployments;

import org.jspecify.annotations.NullMarked;
