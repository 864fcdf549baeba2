package dev.holdfast.cli.authoring;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Home;
import dev.holdfast.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The SDKs that came with this program and the programs that run their languages: the same that a
 * node would take.
 */
record Sdks(Path folder, String node, String python) {
  static Sdks here() {
    Config config = ConfigFactory.load();
    Settings at = Settings.at(config, "holdfast.runtimes.process");
    String named = at.text("sdks");
    Path folder = named.isEmpty() ? Home.folder().resolve("sdks") : Path.of(named);
    return new Sdks(folder.toAbsolutePath(), at.text("node"), at.text("python"));
  }

  Path of(String language) {
    Path sdk = folder.resolve(language);
    if (!Files.isDirectory(sdk)) {
      throw new CommandFailed(ExitCode.FAILED, "there is no SDK in " + sdk);
    }
    return sdk;
  }
}
