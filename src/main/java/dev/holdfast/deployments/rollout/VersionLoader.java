package dev.holdfast.deployments.rollout;

import dev.holdfast.deployments.registry.Version;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;

/** Makes the code of a version run on this node; blocks. */
@FunctionalInterface
public interface VersionLoader {
  Loaded load(String deployment, Version version) throws UnloadableCode, IOException;
}
