/** What operators see and do, on real nodes. */
@NullMarked
package dev.holdfast.messaging.operations;

import org.jspecify.annotations.NullMarked;
