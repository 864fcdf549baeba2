package dev.holdfast.deployments;

import java.util.Optional;

/**
 * How thoroughly somebody wants journals replayed.
 *
 * @param sample instances of each service; absent for what the settings say
 * @param decide whether recorded commands are decided again, too
 */
public record ReplayRequest(Optional<Integer> sample, boolean decide) {}
