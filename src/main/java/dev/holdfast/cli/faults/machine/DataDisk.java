package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Where the database keeps its data: a folder, or a small file system of its own to be filled. */
public final class DataDisk {
  private static final int BLOCK = 1 << 20;

  private final Path folder;
  private final Optional<String> reason;

  private DataDisk(Path folder, Optional<String> reason) {
    this.folder = folder;
    this.reason = reason;
  }

  static DataDisk plain(Path folder, String reason) throws IOException {
    Files.createDirectories(folder);
    return new DataDisk(folder, Optional.of(reason));
  }

  /** A file system of that size in memory, or a plain folder where mounts are refused. */
  static DataDisk limited(Path folder, int megabytes, Footprint footprint) throws IOException {
    Files.createDirectories(folder);
    footprint.mount(folder);
    Shell.Ran mount =
        Shell.run("mount -t tmpfs -o size=" + megabytes + "m holdfast-faults " + folder);
    return mount.ok()
        ? new DataDisk(folder, Optional.empty())
        : plain(folder, "mounts are refused: " + mount.output());
  }

  Path folder() {
    return folder;
  }

  /** Why it cannot be filled; empty when it can. */
  public Optional<String> whyNot() {
    return reason;
  }

  /** Writes a file until there is no more room. */
  public void fill() {
    whyNot()
        .ifPresent(
            why -> {
              throw new LocalFailed(why);
            });
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try (FileChannel ballast =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int written = BLOCK;
      while (written > 0) {
        written = ballast.write(block.clear());
      }
    } catch (IOException full) {
      // What was to be reached.
    }
  }

  public void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new LocalFailed("cannot free the disk", e);
    }
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }
}
