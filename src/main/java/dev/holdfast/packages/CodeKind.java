package dev.holdfast.packages;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the code of a folder is written in, told by the files that lie in it. */
public enum CodeKind {
  NODE,
  PYTHON,
  /** Java source files, or one jar. */
  JAVA;

  /** Of a folder, or of a jar; Java is what nothing says anything else about. */
  public static CodeKind of(Path folder) {
    if (has(folder, "package.json") || has(folder, "index.mjs")) {
      return NODE;
    }
    return has(folder, "service.py") || has(folder, "pyproject.toml") ? PYTHON : JAVA;
  }

  private static boolean has(Path folder, String file) {
    return Files.exists(folder.resolve(file));
  }
}
