/** Tests of {@code dev.holdfast.messaging.cloudevents}, also against the official Java SDK. */
@NullMarked
package dev.holdfast.messaging.cloudevents;

import org.jspecify.annotations.NullMarked;
