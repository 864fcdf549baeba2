package dev.holdfast.services;

import dev.holdfast.protocol.EntityId;
import java.util.concurrent.CompletionStage;

/**
 * Says whether a version is still the one that an instance is to run.
 *
 * <p>Invariant: the answer is of a moment after the question. Whoever wrote the last commit of an
 * instance knew its version before, so an instance never goes back to a version that it has left,
 * however late a node hears of what is deployed.
 */
@FunctionalInterface
public interface VersionCheck {
  CompletionStage<Boolean> isCurrent(EntityId id, String version);
}
