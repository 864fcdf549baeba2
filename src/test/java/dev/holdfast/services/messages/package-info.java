/** What instances know of messages. */
@NullMarked
package dev.holdfast.services.messages;

import org.jspecify.annotations.NullMarked;
