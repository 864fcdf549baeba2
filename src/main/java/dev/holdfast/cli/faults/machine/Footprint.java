package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of everything a run leaves on the machine, written before it is made, so that the next run
 * can take away what a killed one left behind.
 *
 * <p>Invariant: only what is written there is removed, and a process only if it still is the one
 * that was written down.
 */
final class Footprint implements AutoCloseable {
  private final Path file;

  private Footprint(Path file) {
    this.file = file;
  }

  /** Takes away what runs that are gone have left, then opens a footprint of this process. */
  static Footprint open() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir", "."), "holdfast-faults");
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path left : files.toList()) {
          if (!isOwned(left)) {
            remove(left);
          }
        }
      }
      ProcessHandle self = ProcessHandle.current();
      Path file = folder.resolve(identity(self));
      Files.writeString(file, "", StandardOpenOption.CREATE);
      return new Footprint(file);
    } catch (IOException e) {
      throw new LocalFailed("cannot keep a list of what to take away in " + folder, e);
    }
  }

  void namespace(String name) {
    write("namespace " + name);
  }

  void link(String name) {
    write("link " + name);
  }

  void mount(Path folder) {
    write("mount " + folder);
  }

  void process(ProcessHandle process) {
    write("process " + identity(process));
  }

  @Override
  public void close() {
    try {
      remove(file);
    } catch (IOException e) {
      throw new LocalFailed("cannot read " + file, e);
    }
  }

  private synchronized void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LocalFailed("cannot write " + file, e);
    }
  }

  private static void remove(Path left) throws IOException {
    for (String line : Files.readAllLines(left).reversed()) {
      String[] parts = line.split(" ", 2);
      switch (parts[0]) {
        case "process" -> alive(parts[1]).ifPresent(ProcessHandle::destroyForcibly);
        case "namespace" -> Shell.run("ip netns del " + parts[1]);
        case "link" -> Shell.run("ip link del " + parts[1]);
        case "mount" -> Shell.run("umount -l " + parts[1]);
        default -> throw new LocalFailed("not a footprint: " + left);
      }
    }
    Files.delete(left);
  }

  /** A process id is given again; with the moment of its start it is not. */
  private static String identity(ProcessHandle process) {
    Instant start = process.info().startInstant().orElse(Instant.EPOCH);
    return process.pid() + "-" + start.toEpochMilli();
  }

  private static boolean isOwned(Path file) {
    return alive(file.getFileName().toString()).isPresent();
  }

  private static Optional<ProcessHandle> alive(String identity) {
    List<String> parts = List.of(identity.split("-", 2));
    return ProcessHandle.of(Long.parseLong(parts.getFirst()))
        .filter(process -> identity(process).equals(identity));
  }
}
