/** The threads user code runs on. Start with {@code HandlerThreads}. */
@NullMarked
package dev.holdfast.services.handlers;

import org.jspecify.annotations.NullMarked;
