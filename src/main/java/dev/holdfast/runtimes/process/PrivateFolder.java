package dev.holdfast.runtimes.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * The one folder on disk that a process may write: its socket and its temporary files.
 *
 * <p>Invariant: only its user and root can look inside. What lies there is the work of a stranger:
 * links are not followed, and nothing here is as deep or as many as it wants.
 */
record PrivateFolder(Path path) {
  private static final int MOST_FILES = 10_000;

  /** With a name that nobody can have guessed, since others may write beside it. */
  static PrivateFolder make(Path parent, String name, OptionalInt user) throws IOException {
    var closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    var made = new PrivateFolder(Files.createTempDirectory(parent, name, closed));
    Files.createDirectory(made.temporary(), closed);
    if (user.isPresent()) {
      own(made.temporary(), user.getAsInt());
      own(made.path(), user.getAsInt());
    }
    return made;
  }

  private static void own(Path folder, int user) throws IOException {
    Files.setAttribute(folder, "unix:gid", user);
    Files.setAttribute(folder, "unix:uid", user);
  }

  Path socket() {
    return path.resolve("s");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  /** More than any limit when there are too many files to be counted. */
  long bytes() {
    long bytes = 0;
    int seen = 0;
    Deque<Path> open = new ArrayDeque<>();
    open.add(path);
    while (!open.isEmpty()) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(open.remove())) {
        for (Path entry : entries) {
          if (++seen > MOST_FILES) {
            return Long.MAX_VALUE;
          }
          BasicFileAttributes it =
              Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          bytes += it.isRegularFile() ? it.size() : 0;
          if (it.isDirectory()) {
            open.add(entry);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has just been deleted, or is deeper than a path can be long.
      }
    }
    return bytes;
  }

  /** By a program that is made for folders as deep as somebody likes. */
  void delete() throws InterruptedException {
    try {
      new ProcessBuilder("rm", "-rf", "--", path.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      // It stays behind, and the system clears its temporary files.
    }
  }
}
