/**
 * What operators see of messages and do about them. Start with {@code JournalOperations}; {@code
 * Why} puts together what keeps one instance from going on.
 */
@NullMarked
package dev.holdfast.messaging.operations;

import org.jspecify.annotations.NullMarked;
