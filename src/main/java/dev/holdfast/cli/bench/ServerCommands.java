package dev.holdfast.cli.bench;

import dev.holdfast.cli.local.JvmCommand;
import dev.holdfast.cli.local.NodeSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command lines of what is measured: this program as a node, and the baseline. */
final class ServerCommands {
  private ServerCommands() {}

  /** A node with the JVM arguments of this process, started as {@code holdfast node} does. */
  static ServerProcess.Command holdfast(List<String> database, int port, Path project, Path log) {
    return node("bench/counter", database, port, project, log);
  }

  /** A node with the services that send, whose instances leave memory soon. */
  static ServerProcess.Command messages(List<String> database, int port, Path project, Path log) {
    List<String> options = new ArrayList<>(database);
    Path settings = log.resolveSibling("messages.conf");
    try {
      Files.writeString(settings, "holdfast.services.idle = 15 s\n");
    } catch (IOException e) {
      throw new BenchFailed("cannot write " + settings, e);
    }
    options.addAll(List.of("--config", settings.toString()));
    return node("bench/messages", options, port, project, log);
  }

  private static ServerProcess.Command node(
      String services, List<String> database, int port, Path project, Path log) {
    List<String> arguments = new ArrayList<>(List.of("node", "--port", Integer.toString(port)));
    arguments.addAll(database);
    arguments.add(project.resolve(services).toString());
    return new ServerProcess.Command(
        "holdfast", JvmCommand.holdfast(List.of(), arguments), Map.of(), log);
  }

  /** The same as one of several nodes, with a name that is known before. */
  static ServerProcess.Command member(
      String databaseUrl, int port, int clusterPort, Path project, Path log) {
    var setup =
        new NodeSetup(
            log.getFileName().toString(),
            log.resolveSibling("settings"),
            List.of(),
            List.of(),
            List.of(
                NodeSetup.setting("holdfast.edge.port", port),
                NodeSetup.setting("holdfast.cluster.host", "127.0.0.1"),
                NodeSetup.setting("holdfast.cluster.port", clusterPort),
                NodeSetup.setting("holdfast.journal.url", databaseUrl)),
            List.of(project.resolve("bench/counter")));
    return new ServerProcess.Command(
        "holdfast", setup.plan(_ -> {}, _ -> {}).command(), Map.of(), log);
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
