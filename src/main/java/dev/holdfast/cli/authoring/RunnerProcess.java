package dev.holdfast.cli.authoring;

import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The test runner of another language, as a process that ends before this one. */
final class RunnerProcess {
  private static final int DEEPEST = 20;

  private final Path folder;
  private final Terminal terminal;

  RunnerProcess(Path folder, Terminal terminal) {
    this.folder = folder;
    this.terminal = terminal;
  }

  /** Whether all tests passed. */
  boolean node(Sdks sdks) throws IOException, InterruptedException {
    List<String> tests =
        files(name -> name.startsWith("test/") && name.matches(".*\\.(mjs|js|mts|ts)"));
    String resolve = sdks.of("node").resolve("src/folder/register.js").toUri().toString();
    List<String> command =
        new ArrayList<>(
            List.of(sdks.node(), "--import", resolve, "--test", "--test-reporter", "spec"));
    command.addAll(tests);
    return run(command, Map.of());
  }

  boolean python(Sdks sdks) throws IOException, InterruptedException {
    files(name -> name.matches("(.*/)?test[^/]*\\.py"));
    String path = sdks.of("python").toString();
    String theirs = System.getenv().getOrDefault("PYTHONPATH", "");
    return run(
        List.of(sdks.python(), "-B", "-m", "unittest"),
        Map.of("PYTHONPATH", theirs.isEmpty() ? path : path + File.pathSeparator + theirs));
  }

  /** Runners call it success when there was nothing to run. */
  private List<String> files(Predicate<String> isTest) throws IOException {
    try (Stream<Path> found = Files.walk(folder, DEEPEST)) {
      List<String> tests =
          found
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
              .filter(name -> !name.contains("node_modules/") && isTest.test(name))
              .sorted()
              .toList();
      if (tests.isEmpty()) {
        throw new CommandFailed(ExitCode.FAILED, "there are no tests in " + folder);
      }
      return tests;
    }
  }

  private boolean run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandFailed(
          ExitCode.FAILED, command.getFirst() + " cannot be started: " + e.getMessage(), e);
    }
    try {
      process.getOutputStream().close();
      Thread out = copy(process.getInputStream(), terminal.out());
      Thread err = copy(process.getErrorStream(), terminal.err());
      int exitCode = process.waitFor();
      out.join();
      err.join();
      return exitCode == 0;
    } finally {
      process.destroy();
    }
  }

  private static Thread copy(InputStream from, PrintStream to) {
    return Thread.ofVirtual()
        .name("test-output")
        .start(
            () -> {
              try (from) {
                from.transferTo(to);
                to.flush();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
