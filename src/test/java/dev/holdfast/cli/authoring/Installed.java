package dev.holdfast.cli.authoring;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program as a command of its own, from the classes under test. */
record Installed(Path command) {
  /** What a program did. */
  record Ran(int exitCode, String out) {}

  static Installed in(Path folder) throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    Path command = folder.resolve("holdfast");
    Files.writeString(
        command,
        """
        #!/bin/sh
        exec "%s" -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \\
          --enable-native-access=ALL-UNNAMED "-Dholdfast.home=%s" \\
          "-Dinstalled=%s" "-Dlogback.configurationFile=%s" -cp "%s" dev.holdfast.Node "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("").toAbsolutePath(),
                folder,
                // The log of the tests is quieter, and this one has what functions print.
                Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                path.replace("\n", File.pathSeparator)));
    if (!command.toFile().setExecutable(true)) {
      throw new IOException(command + " cannot be made executable");
    }
    return new Installed(command);
  }

  Ran run(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command.toString()));
    words.addAll(List.of(arguments));
    return program(directory, words, Map.of());
  }

  /** Any program, both of its streams together. */
  static Ran program(Path directory, List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }
}
