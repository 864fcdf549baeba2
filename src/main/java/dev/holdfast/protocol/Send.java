package dev.holdfast.protocol;

import java.util.Optional;

/**
 * A durable call to be made once its commit is on disk.
 *
 * @param otherwise what is called instead if the receiver rejects
 */
public record Send(HandlerCall call, Optional<HandlerCall> otherwise) {}
