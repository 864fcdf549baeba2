/**
 * What an instance knows of messages: which it has handled, its timers, and those it has parked. A
 * fold of its commits, kept beside the state of its function. Start with {@code Messages}.
 */
@NullMarked
package dev.holdfast.services.messages;

import org.jspecify.annotations.NullMarked;
