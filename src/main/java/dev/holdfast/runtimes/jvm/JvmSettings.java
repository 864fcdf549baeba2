package dev.holdfast.runtimes.jvm;

import com.typesafe.config.Config;
import dev.holdfast.sdk.binding.json.JsonLimits;
import dev.holdfast.settings.Settings;
import java.util.Optional;

/**
 * How large code and documents may be, and where compiled code is kept; each key is explained in
 * {@code settings/jvm.conf}.
 */
public record JvmSettings(
    int mostFiles,
    long mostBytes,
    Optional<String> cache,
    int mostCached,
    int mostActions,
    JsonLimits json) {
  public static JvmSettings from(Config root) {
    var settings = Settings.at(root, "holdfast.runtimes.jvm");
    var json = settings.block("json");
    return new JvmSettings(
        settings.count("most-files", 1, 1_000_000),
        settings.bytes("most-bytes", 1024, 1L << 31),
        Optional.of(settings.text("cache")).filter(folder -> !folder.isBlank()),
        settings.count("most-cached", 1, 100_000),
        settings.count("most-actions", 1, 100_000),
        new JsonLimits(
            json.count("depth", 1, 1_000),
            json.count("number-length", 20, 100_000),
            json.count("decimal-exponent", 20, 100_000),
            json.count("tokens", 1, 1_000_000_000)));
  }
}
