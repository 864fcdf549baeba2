/**
 * What is deployed, as events: each deployment is an instance of a service of the platform's own.
 * Pure, down to {@link dev.holdfast.deployments.registry.RegistryRuntime}, which the platform hosts
 * like any other service. Start with {@link dev.holdfast.deployments.registry.Deployment}.
 */
@NullMarked
package dev.holdfast.deployments.registry;

import org.jspecify.annotations.NullMarked;
