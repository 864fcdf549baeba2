/**
 * What authors of Java services write against: a service is an immutable record, its methods are
 * its handlers, and what a handler wants done is an {@link dev.holdfast.sdk.Effect} it returns.
 * Start with {@link dev.holdfast.sdk.Entity}. Uses the JDK only.
 */
@NullMarked
package dev.holdfast.sdk;

import org.jspecify.annotations.NullMarked;
