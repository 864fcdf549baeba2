package dev.holdfast;

import dev.holdfast.deployments.packages.PackageStore;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.deployments.rollout.VersionLoader;
import dev.holdfast.packages.CodeName;
import dev.holdfast.packages.PackageId;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Loads versions of deployments, whatever they are written in and wherever they run. */
final class VersionCode implements VersionLoader {
  private final PackageStore packages;
  private final NodeSettings settings;

  VersionCode(PackageStore packages, NodeSettings settings) {
    this.packages = packages;
    this.settings = settings;
  }

  @Override
  public Loaded load(String deployment, Version version) throws UnloadableCode, IOException {
    return switch (version.source().kind()) {
      case PACKAGE -> unpacked(deployment, version.source().target());
      case HTTP, LAMBDA ->
          throw new UnloadableCode(List.of("Functions that run elsewhere are not supported yet."));
    };
  }

  private Loaded unpacked(String deployment, String digest) throws UnloadableCode, IOException {
    if (!PackageId.isDigest(digest)) {
      throw new UnloadableCode(List.of("\"" + digest + "\" is no digest of a package."));
    }
    try {
      var id = new PackageId(digest);
      Path folder = packages.unpacked(id);
      return Deployables.load(folder, new CodeName(deployment, id.version()), settings, functions);
    } catch (PackageRefused e) {
      throw new UnloadableCode(List.of("The package is refused: " + e.reason()));
    }
  }
}
