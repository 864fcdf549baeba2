/**
 * What becomes of messages that an outlet refuses: a service of the platform's own keeps them
 * parked, one instance for each outlet. Start with {@code OutletRuntime}.
 */
@NullMarked
package dev.holdfast.messaging.outlets;

import org.jspecify.annotations.NullMarked;
