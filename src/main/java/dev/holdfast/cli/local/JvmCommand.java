package dev.holdfast.cli.local;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run this program again, in a process of its own. */
public final class JvmCommand {
  private static final String MAIN = "dev.holdfast.Node";

  /** Arguments of this JVM that must not go to another one at the same time. */
  private static final List<String> OWN =
      List.of("-agentlib", "-javaagent", "-XX:AOTMode", "-XX:AOTConfiguration");

  private JvmCommand() {}

  public static String java() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElse(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
  }

  /**
   * This program with the JVM arguments of this process, so that a node is started as {@code
   * holdfast node} does.
   *
   * @param jvm further arguments of the JVM, which win
   */
  public static List<String> holdfast(List<String> jvm, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(java());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(argument::startsWith)) {
        line.add(argument);
      }
    }
    line.addAll(jvm);
    line.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
