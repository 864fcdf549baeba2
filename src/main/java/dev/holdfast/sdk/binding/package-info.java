/**
 * Binds author's records to the platform: finds the services in classes, checks all of them before
 * any is run, and calls their handlers. Start with {@link dev.holdfast.sdk.binding.Binder}, then
 * {@link dev.holdfast.sdk.binding.ServiceBinding}. Not for authors.
 */
@NullMarked
package dev.holdfast.sdk.binding;

import org.jspecify.annotations.NullMarked;
