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
    String program(ProcessSettings settings) {
      return settings.node();
    }

    @Override
    Path sdk(ProcessSettings settings) {
      return settings.sdks().resolve("node");
    }

    @Override
    List<String> arguments(ProcessSettings settings, Path folder) {
      Path server = sdk(settings).resolve("bin/holdfast-node.js");
      return List.of(server.toString(), folder.toString());
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
    String program(ProcessSettings settings) {
      return settings.python();
    }

    @Override
    Path sdk(ProcessSettings settings) {
      return settings.sdks().resolve("python");
    }

    @Override
    List<String> arguments(ProcessSettings settings, Path folder) {
      return List.of("-u", "-m", "holdfast", folder.toString());
    }

    @Override
    Map<String, String> environment(ProcessSettings settings) {
      return Map.of("PYTHONPATH", sdk(settings).toString(), "PYTHONDONTWRITEBYTECODE", "1");
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

  /** A name to be found on the PATH, or a path. */
  abstract String program(ProcessSettings settings);

  /** Where Holdfast's own SDK lies. */
  abstract Path sdk(ProcessSettings settings);

  /** What the program is told, so that it serves the folder. */
  abstract List<String> arguments(ProcessSettings settings, Path folder);

  abstract Map<String, String> environment(ProcessSettings settings);
}
