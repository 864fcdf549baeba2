package dev.holdfast.messaging.operations;

import dev.holdfast.journal.Journal;
import dev.holdfast.messaging.directory.Registrar;
import dev.holdfast.services.Services;
import dev.holdfast.services.history.History;
import java.time.InstantSource;

/**
 * What operations work with.
 *
 * @param changed is told that the registry has changed, so that this node need not wait to see it
 */
public record OperationParts(
    Journal journal,
    Services services,
    History history,
    Registrar registrar,
    Runnable changed,
    InstantSource clock) {}
