package dev.holdfast.deployments;

import com.typesafe.config.Config;
import dev.holdfast.packages.PackageLimits;
import dev.holdfast.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node takes and where it unpacks it; every key is explained in {@code
 * settings/deployments.conf}.
 *
 * @param directory for unpacked packages; empty for one of this user among the temporary files
 * @param unusedAfter a package that no version uses is kept so long
 * @param signers public keys, each in base64 or a file in PEM; none when nobody need sign
 */
public record DeploymentSettings(
    Optional<Path> directory, PackageLimits limits, Duration unusedAfter, List<String> signers) {

  public DeploymentSettings {
    signers = List.copyOf(signers);
  }

  public static DeploymentSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.deployments");
    String directory = at.text("directory");
    return new DeploymentSettings(
        directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory).toAbsolutePath()),
        PackageLimits.from(config),
        at.time("unused-after"),
        at.texts("signers"));
  }
}
