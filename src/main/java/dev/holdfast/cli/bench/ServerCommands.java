package dev.holdfast.cli.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of what is measured: this program as a node, and the baseline. */
final class ServerCommands {
  private static final String MAIN = "dev.holdfast.Node";

  /** Arguments of this JVM that must not go to another one at the same time. */
  private static final List<String> OWN = List.of("-agentlib", "-javaagent", "-XX:AOT");

  private ServerCommands() {}

  static String java() {
    return ProcessHandle.current()
        .info()
        .command()
        .orElse(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
  }

  /** A node with the JVM arguments of this process, started as {@code holdfast node} does. */
  static ServerProcess.Command holdfast(List<String> database, int port, Path project, Path log) {
    List<String> line = new ArrayList<>();
    line.add(java());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OWN.stream().noneMatch(argument::startsWith)) {
        line.add(argument);
      }
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path", ""), MAIN, "node"));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(database);
    line.add(project.resolve("bench/counter").toString());
    return new ServerProcess.Command("holdfast", line, Map.of(), log);
  }

  /** Plain Node.js with fastify and pg on the same PostgreSQL. */
  static ServerProcess.Command baseline(
      String databaseUrl, int processes, int port, Path project, Path log) {
    Path folder = project.resolve("bench/baseline-node");
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw new BenchFailed("Install the baseline first: (cd bench/baseline-node && npm ci)");
    }
    return new ServerProcess.Command(
        processes == 1 ? "node" : "node x" + processes,
        List.of("node", folder.resolve("server.mjs").toString()),
        Map.of(
            "DATABASE_URL", databaseUrl.replaceFirst("^jdbc:", ""),
            "PORT", Integer.toString(port),
            "PROCESSES", Integer.toString(processes),
            "NODE_ENV", "production"),
        log);
  }
}
