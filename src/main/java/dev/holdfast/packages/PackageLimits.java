package dev.holdfast.packages;

import com.typesafe.config.Config;
import dev.holdfast.settings.Settings;

/**
 * How large a package may be; every key is explained in {@code settings/deployments.conf}.
 *
 * @param packageBytes of the package itself
 * @param unpackedBytes of its files together
 * @param files that it may hold
 * @param ratio how many times larger a file may be than what it is packed in
 * @param nameLength of a file's whole name, in bytes
 * @param depth how many folders a file may lie in
 */
public record PackageLimits(
    int packageBytes, long unpackedBytes, int files, int ratio, int nameLength, int depth) {

  public static PackageLimits from(Config config) {
    Settings at = Settings.at(config, "holdfast.deployments");
    return new PackageLimits(
        Math.toIntExact(at.bytes("package-bytes", 1024, 1L << 30)),
        at.bytes("unpacked-bytes", 1024, 1L << 33),
        at.count("files", 1, 60_000),
        at.count("ratio", 10, 1_100),
        at.count("name-length", 16, 4_096),
        at.count("depth", 1, 1_000));
  }
}
