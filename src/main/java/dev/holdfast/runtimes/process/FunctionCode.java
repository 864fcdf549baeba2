package dev.holdfast.runtimes.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Code of a function in a folder of this machine.
 *
 * @param version the content address of its files
 */
record FunctionCode(String name, String version, Path folder, Language language) {
  List<String> command(ProcessSettings settings) {
    return language.command(settings, folder);
  }

  Map<String, String> environment(ProcessSettings settings) {
    return language.environment(settings);
  }
}
