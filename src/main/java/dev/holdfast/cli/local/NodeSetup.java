package dev.holdfast.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How one node of a local cluster is started, the same every time.
 *
 * @param directory for its settings and what it keeps beside the journal
 * @param prefix what comes before the command, such as entering a network namespace
 * @param jvm further arguments of its JVM
 * @param settings lines of HOCON that override the defaults
 * @param services the folders to deploy
 */
public record NodeSetup(
    String name,
    Path directory,
    List<String> prefix,
    List<String> jvm,
    List<String> settings,
    List<Path> services) {
  /** As long as a process manager usually waits before it starts a program again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Longer than a node takes to drain. */
  private static final Duration GRACE = Duration.ofSeconds(35);

  public NodeSetup {
    prefix = List.copyOf(prefix);
    jvm = List.copyOf(jvm);
    settings = List.copyOf(settings);
    services = List.copyOf(services);
  }

  /** Writes the node's file of settings and says how to run it. */
  public SupervisedProcess.Plan plan(Consumer<String> lines, Consumer<ProcessHandle> started) {
    Path config = directory.resolve(name + ".conf");
    try {
      Files.createDirectories(directory);
      Files.write(config, settings);
    } catch (IOException e) {
      throw new LocalFailed("cannot write " + config, e);
    }
    List<String> arguments = new ArrayList<>(List.of("node", "--config", config.toString()));
    services.forEach(folder -> arguments.add(folder.toAbsolutePath().toString()));
    List<String> line = new ArrayList<>(prefix);
    line.addAll(JvmCommand.holdfast(jvm, arguments));
    return new SupervisedProcess.Plan(name, line, PAUSE, GRACE, lines, started);
  }

  /** One setting as a line; the value is quoted, which HOCON takes for any type. */
  public static String setting(String key, Object value) {
    return key + " = \"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
