/**
 * Packages on a node: taken only if they keep to the rules and their signer is known, kept in the
 * journal's database, unpacked to be run. Start with {@link
 * dev.holdfast.deployments.packages.PackageStore}.
 */
@NullMarked
package dev.holdfast.deployments.packages;

import org.jspecify.annotations.NullMarked;
