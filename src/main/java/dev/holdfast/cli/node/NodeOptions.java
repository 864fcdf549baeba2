package dev.holdfast.cli.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says about the node to start; what is absent comes from the file, and what
 * the file does not name from the defaults.
 *
 * @param config a HOCON file that overrides the defaults
 * @param data the directory of the embedded journal
 * @param port the port to listen on; 0 takes a free one
 * @param databaseUrl the JDBC URL of the journal's database, instead of the embedded one
 * @param folders the service folders to deploy, in order
 */
public record NodeOptions(
    Optional<Path> config,
    Optional<Path> data,
    OptionalInt port,
    Optional<String> databaseUrl,
    Optional<String> databaseUser,
    List<Path> folders) {
  public NodeOptions {
    folders = List.copyOf(folders);
  }

  /** A node with its journal in a directory, as {@code demo} and {@code dev} run it. */
  public static NodeOptions embedded(Path data, int port, List<Path> folders) {
    return embedded(Optional.empty(), data, port, folders);
  }

  /** The same with settings of a file. */
  public static NodeOptions embedded(
      Optional<Path> config, Path data, int port, List<Path> folders) {
    return new NodeOptions(
        config,
        Optional.of(data),
        OptionalInt.of(port),
        Optional.empty(),
        Optional.empty(),
        folders);
  }
}
