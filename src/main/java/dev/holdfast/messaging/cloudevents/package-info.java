/**
 * CloudEvents 1.0 in and out: events in HTTP's three modes, checked and bounded, and what they are
 * as messages of topics. Pure; start with {@link dev.holdfast.messaging.cloudevents.CloudEvent}.
 */
@NullMarked
package dev.holdfast.messaging.cloudevents;

import org.jspecify.annotations.NullMarked;
