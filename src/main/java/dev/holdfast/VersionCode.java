package dev.holdfast;

import dev.holdfast.deployments.packages.PackageStore;
import dev.holdfast.deployments.registry.Version;
import dev.holdfast.deployments.rollout.VersionLoader;
import dev.holdfast.outbound.Surroundings;
import dev.holdfast.packages.CodeName;
import dev.holdfast.packages.PackageId;
import dev.holdfast.packages.PackageRefused;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.http.HttpServices;
import dev.holdfast.runtimes.lambda.LambdaServices;
import dev.holdfast.runtimes.process.FunctionHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Loads versions of deployments, whatever they are written in and wherever they run. */
final class VersionCode implements VersionLoader {
  private final PackageStore packages;
  private final NodeSettings settings;
  private final FunctionHost functions;
  private final Surroundings around;

  VersionCode(
      PackageStore packages, NodeSettings settings, FunctionHost functions, Surroundings around) {
    this.packages = packages;
    this.settings = settings;
    this.functions = functions;
    this.around = around;
  }

  @Override
  public Loaded load(String deployment, Version version) throws UnloadableCode, IOException {
    return switch (version.source().kind()) {
      case PACKAGE -> unpacked(deployment, version.source().target());
      case HTTP ->
          HttpServices.load(
              deployment, RemoteTargets.http(version.source().target()), settings.http(), around);
      case LAMBDA ->
          LambdaServices.load(
              deployment,
              RemoteTargets.lambda(version.source().target()),
              settings.lambda(),
              around);
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
