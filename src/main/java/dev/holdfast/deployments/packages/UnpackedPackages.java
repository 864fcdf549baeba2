package dev.holdfast.deployments.packages;

import dev.holdfast.packages.ContentDigest;
import dev.holdfast.packages.PackageFile;
import dev.holdfast.packages.PackageId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The folder where packages are unpacked, one folder each, named by its digest.
 *
 * <p>Invariant: a folder with the name of a digest has exactly the files of that package, or is
 * thrown away by the next who asks for it. It gets its name only when it is whole, by one rename.
 * Several nodes of one machine may share the folder; they take turns by a lock on a file in it.
 *
 * <p>A node that runs as root runs functions as users of their own: these may read what lies here,
 * and nobody but the node may change it.
 */
final class UnpackedPackages {
  private static final String UNFINISHED = ".unpacking-";
  private static final String DROPPED = ".dropped-";
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  /** Whoever knows the name of a folder in it may go there, and may not look for names. */
  private static final Set<PosixFilePermission> PASSED =
      PosixFilePermissions.fromString("rwx--x--x");

  private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rwxr-xr-x");

  /** A lock on a file keeps other processes out, and fails where our own threads meet. */
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path directory;

  private UnpackedPackages(Path directory) {
    this.directory = directory;
  }

  static UnpackedPackages in(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new UnpackedPackages(directory.toRealPath());
  }

  /**
   * A folder of this user among the temporary files, where others may write, too: whoever made it
   * first could change code there.
   */
  static UnpackedPackages ofThisUser() throws IOException {
    return ofUser(Path.of(System.getProperty("java.io.tmpdir")), System.getProperty("user.name"));
  }

  /** The same among other temporary files. */
  static UnpackedPackages ofUser(Path temporary, String user) throws IOException {
    Path directory = temporary.resolve("holdfast-packages-" + user);
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return in(directory);
    }
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS));
    }
    Set<PosixFilePermission> wanted = isRoot(user) ? PASSED : OURS;
    var found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()
        || !found.owner().getName().equals(user)
        || !List.of(OURS, wanted).contains(found.permissions())) {
      throw new IOException(
          directory + " is open to others than " + user + ": set holdfast.deployments.directory");
    }
    Files.setPosixFilePermissions(directory, wanted);
    return new UnpackedPackages(directory);
  }

  /** The folder of a package, if it is there and whole. */
  Optional<Path> find(PackageId id) throws IOException {
    Path folder = directory.resolve(id.digest());
    if (!isWhole(folder, id)) {
      return Optional.empty();
    }
    letRead(folder);
    return Optional.of(folder);
  }

  private static boolean isWhole(Path folder, PackageId id) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && ContentDigest.ofAllIn(folder).equals(id);
  }

  /** Unpacks it, unless somebody else did meanwhile. */
  Path unpack(PackageFile file) throws IOException {
    return alone(
        () -> {
          Path folder = directory.resolve(file.id().digest());
          if (isWhole(folder, file.id())) {
            letRead(folder);
            return folder;
          }
          drop(folder);
          Path unfinished = Files.createTempDirectory(directory, UNFINISHED);
          try {
            file.unpackInto(unfinished);
            letRead(unfinished);
            move(unfinished, folder);
            return folder;
          } catch (IOException | RuntimeException e) {
            delete(unfinished);
            throw e;
          }
        });
  }

  private static boolean isRoot(String user) {
    return user.equals("root");
  }

  /** What it holds has whatever permissions new files have here, and it is its owner's alone. */
  private static void letRead(Path folder) throws IOException {
    if (!isRoot(System.getProperty("user.name"))) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, READ);
      }
    }
  }

  /** Deletes what was unpacked of other packages. */
  void keepOnly(Set<PackageId> packages) throws IOException {
    alone(
        () -> {
          List<Path> entries;
          try (Stream<Path> found = Files.list(directory)) {
            entries = found.toList();
          }
          for (Path entry : entries) {
            String name = String.valueOf(entry.getFileName());
            if (PackageId.isDigest(name) && !packages.contains(new PackageId(name))) {
              drop(entry);
            }
          }
          return entries.size();
        });
  }

  /** Something to do while no other thread or process changes the folder. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T alone(Work<T> work) throws IOException {
    HERE.lock();
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      // Whoever made these has died: it would have the lock.
      deleteLeftOvers();
      return work.run();
    } finally {
      HERE.unlock();
    }
  }

  private void deleteLeftOvers() throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(directory)) {
      left = entries.filter(UnpackedPackages::isLeftOver).toList();
    }
    for (Path entry : left) {
      delete(entry);
    }
  }

  private static boolean isLeftOver(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(UNFINISHED) || name.startsWith(DROPPED);
  }

  /** Takes the name away first, so that nobody finds a half of it. */
  private void drop(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path dropped = directory.resolve(DROPPED + folder.getFileName());
      move(folder, dropped);
      delete(dropped);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system cannot rename a folder at once: " + from, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
