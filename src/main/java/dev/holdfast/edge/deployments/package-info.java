/** What is asked about deployments, read and told. */
@NullMarked
package dev.holdfast.edge.deployments;

import org.jspecify.annotations.NullMarked;
