/**
 * What is deployed, beyond the folders that a node is started with. Start with {@link
 * dev.holdfast.deployments.packages.PackageStore}.
 */
@NullMarked
package dev.holdfast.deployments;

import org.jspecify.annotations.NullMarked;
