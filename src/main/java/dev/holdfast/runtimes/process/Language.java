package dev.holdfast.runtimes.process;

import dev.holdfast.packages.CodeKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a folder's code is written in, and how it is run. */
enum Language {
  NODE {
    @Override
    boolean isIn(Path folder) {
      return CodeKind.of(folder) == CodeKind.NODE;
    }

    @Override
    List<String> command(ProcessSettings settings, Path folder) {
      Path program = settings.sdks().resolve("node/bin/holdfast-node.js");
      return List.of(settings.node(), program.toString(), folder.toString());
    }

    @Override
    Map<String, String> environment(ProcessSettings settings) {
      return Map.of("NODE_ENV", "production");
    }
  },
  PYTHON {
    @Override
    boolean isIn(Path folder) {
      return CodeKind.of(folder) == CodeKind.PYTHON;
    }

    @Override
    List<String> command(ProcessSettings settings, Path folder) {
      return List.of(settings.python(), "-u", "-m", "holdfast", folder.toString());
    }

    @Override
    Map<String, String> environment(ProcessSettings settings) {
      Path sdk = settings.sdks().resolve("python");
      return Map.of("PYTHONPATH", sdk.toString(), "PYTHONDONTWRITEBYTECODE", "1");
    }
  };

  /** By the files that lie in the folder. */
  static Optional<Language> of(Path folder) {
    for (Language language : values()) {
      if (language.isIn(folder)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  abstract boolean isIn(Path folder);

  /** Serves the folder. */
  abstract List<String> command(ProcessSettings settings, Path folder);

  abstract Map<String, String> environment(ProcessSettings settings);
}
